import { expect, test } from 'vitest';
import { readConfig } from '../../../shared/settings/config.ts';
import { isPaidSpeech } from '../../../shared/settings/paidSpeech.ts';

const stores = {
  AskwellStorage: 'UseDevelopmentStorage=true',
  AskwellServiceBus: 'Endpoint=sb://localhost',
  COSMOS_CONNECTION: 'AccountEndpoint=http://localhost/;AccountKey=a;',
};
const own = { SPEECH_BASE_URL: 'https://speech.example/v1', SPEECH_API_KEY: 'key' };

/** The speech provider that PROVIDERS lists. */
const listed = (access: object, model: string) => ({
  PROVIDERS: JSON.stringify([{ name: 'ears', ...access, speech: { model } }]),
});

test.each([
  ['OpenAI', { ...listed({ kind: 'openai', keyFrom: 'EARS_KEY' }, 'whisper-1'), EARS_KEY: 'key' }, true],
  [
    'a deployment of Azure OpenAI under a name without a price',
    listed({ kind: 'azure-openai', endpoint: 'https://a.example' }, 'our-whisper'),
    true,
  ],
  ['a server of one’s own', own, false],
  ['a server with a price', { ...own, PRICES: '{"speech.example/*":{"audioMinute":0.01}}' }, true],
  ['no engine at all', {}, false],
])('%s is paid by the minute: %#', (_, settings, paid) => {
  expect(isPaidSpeech(readConfig({ ...stores, ...settings }))).toBe(paid);
});
