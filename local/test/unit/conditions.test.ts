import { expect, test } from 'vitest';
import { applies, type Condition, holds } from '../../conditions.ts';

const anotherEngine: Condition = ['SPEECH_BASE_URL', { setting: 'PROVIDERS', listsOneWith: 'speech' }];
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
  [{ PROVIDERS: '[1]' }, false],
])('%j name another engine: %s', (own, expected) => {
  expect(holds(anotherEngine, own)).toBe(expected);
});

test('a condition may be asked for, or stand in the way', () => {
  const held = new Set(['rain']);
  expect(applies({}, held)).toBe(true);
  expect(applies({ when: 'rain' }, held)).toBe(true);
  expect(applies({ when: 'sun' }, held)).toBe(false);
  expect(applies({ unless: 'rain' }, held)).toBe(false);
  expect(applies({ unless: 'sun' }, held)).toBe(true);
  expect(applies({ when: 'rain', unless: 'rain' }, held)).toBe(false);
});
