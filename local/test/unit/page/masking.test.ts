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
  ['GET /x\nx-functions-key: abc\naccept: json', 'GET /x\nx-functions-key: •••\naccept: json'],
  ['Cookie: session=abc; theme=dark', 'Cookie: •••'],
  ['authorization: SharedKey dev:aGVsbG8=', 'authorization: •••'],
  ['SPEECH_API_KEY=s3cr', 'SPEECH_API_KEY=•••'],
  [
    'next=http%3A%2F%2Fa%2Fb%3Fsv%3D1%26sig%3Dabcdefgh%252F%26se%3D2',
    'next=http%3A%2F%2Fa%2Fb%3Fsv%3D1%26sig%3D•••%26se%3D2',
  ],
  ['{"url":"http://a/b?sv=1\\u0026sig=abcdefghi\\u0026se=2"}', '{"url":"http://a/b?sv=1\\u0026sig=•••\\u0026se=2"}'],
  ['as eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln it says', 'as ••• it says'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '•••'],
  ['sk-abcdefghijklmnopqrstu', '•••'],
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
  '0af7651916cd43dd8448eb211c80319c:analyzeLesson',
  '2026-11-29T10:00:00.123Z',
  'cookies: none, keys: 3',
])('the text %s stays', (text) => {
  expect(maskText(text)).toBe(text);
});

test('in JSON what has the name of a secret is masked at any depth, and nothing else', () => {
  const value = {
    headers: [{ Authorization: 'x y', accept: 'json' }],
    SPEECH_API_KEY: 'local',
    'http.request.header.authorization': '["x"]',
    cookie: ['a=b', 'c=d'],
    partitionKey: 'a',
    n: 1,
  };
  expect(JSON.parse(maskedJson(value))).toEqual({
    headers: [{ Authorization: '•••', accept: 'json' }],
    SPEECH_API_KEY: '•••',
    'http.request.header.authorization': '•••',
    cookie: ['•••', '•••'],
    partitionKey: 'a',
    n: 1,
  });
});
