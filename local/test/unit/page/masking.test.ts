import { expect, test } from 'vitest';
import { maskedJson, maskText } from '../../../page/masking.ts';

test.each([
  ['AccountName=dev;AccountKey=abc+/d==;BlobEndpoint=x', 'AccountName=dev;AccountKey=•••;BlobEndpoint=x'],
  [
    'Endpoint=sb://h;SharedAccessKeyName=k;SharedAccessKey=s3cr=',
    'Endpoint=sb://h;SharedAccessKeyName=k;SharedAccessKey=•••',
  ],
  ['http://a/b?sv=1&sig=abcdefgh%2F&se=2', 'http://a/b?sv=1&sig=•••&se=2'],
  ['GET /api/x?code=0123456789abcdef', 'GET /api/x?code=•••'],
  ['Authorization: Bearer eyJhbGciOi.abc', 'Authorization: Bearer •••'],
  ['redis://user:pass@host:6379/0', 'redis://user:•••@host:6379/0'],
  ['key sk-abcdefghijklmnopqrstu used', 'key ••• used'],
  ['{"x-functions-key":"abc","id":"1"}', '{"x-functions-key":"•••","id":"1"}'],
  ['{"input":"{\\"apiKey\\":\\"abc\\",\\"id\\":1}"}', '{"input":"{\\"apiKey\\":\\"•••\\",\\"id\\":1}"}'],
])('in the text %s the secret is masked', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  'What is the key to the code?',
  'https://example.org/a?code=OEQ&page=2',
  '{"partitionKey":"site-1","code":"OEQ","continuationToken":"abc"}',
  'sb://127.0.0.1:5672',
])('the text %s stays', (text) => {
  expect(maskText(text)).toBe(text);
});

test('in JSON what has the name of a secret is masked at any depth, and nothing else', () => {
  const value = {
    headers: [{ Authorization: 'x y', accept: 'json' }],
    SPEECH_API_KEY: 'local',
    partitionKey: 'a',
    n: 1,
  };
  expect(JSON.parse(maskedJson(value))).toEqual({
    headers: [{ Authorization: '•••', accept: 'json' }],
    SPEECH_API_KEY: '•••',
    partitionKey: 'a',
    n: 1,
  });
});
