import { expect, test } from 'vitest';
import { namesSpeech } from '../../ownSpeech.ts';

const provider = (service: 'chat' | 'speech') =>
  JSON.stringify([{ kind: 'openai', name: 'a', keyFrom: 'KEY', [service]: { model: 'm' } }]);

test.each([
  [{}, false],
  [{ CODING_MODEL: 'x' }, false],
  [{ SPEECH_BASE_URL: 'http://127.0.0.1:1' }, true],
  [{ PROVIDERS: provider('speech') }, true],
  [{ PROVIDERS: provider('chat') }, false],
  [{ PROVIDERS: 'no JSON' }, false],
  [{ PROVIDERS: '{}' }, false],
])('%j names a speech engine: %s', (own, expected) => {
  expect(namesSpeech(own, ['SPEECH_BASE_URL', 'SPEECH_MODEL'])).toBe(expected);
});
