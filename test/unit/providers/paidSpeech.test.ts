import { expect, test } from 'vitest';
import { readConfig } from '../../../shared/settings/config.ts';
import { isPaidSpeech } from '../../../shared/settings/paidSpeech.ts';

const stores = {
  AskwellStorage: 'UseDevelopmentStorage=true',
  AskwellServiceBus: 'Endpoint=sb://localhost',
  COSMOS_CONNECTION: 'AccountEndpoint=http://localhost/;AccountKey=a;',
};
const own = { SPEECH_BASE_URL: 'https://speech.example/v1', SPEECH_API_KEY: 'key' };

test.each([
  ['OpenAI', { OPENAI_API_KEY: 'key' }, true],
  [
    'a deployment of Azure OpenAI under a name without a price',
    { AZURE_OPENAI_ENDPOINT: 'https://a.example', SPEECH_MODEL: 'ears' },
    true,
  ],
  ['a server of one’s own', own, false],
  ['a server with a price', { ...own, PRICES: '{"speech.example/*":{"audioMinute":0.01}}' }, true],
  ['no engine at all', {}, false],
])('%s is paid by the minute: %#', (_, settings, paid) => {
  expect(isPaidSpeech(readConfig({ ...stores, ...settings }))).toBe(paid);
});
