import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ledger } from '../../shared/providers/ledger.ts';
import { ProviderPool } from '../../shared/providers/pool.ts';
import type { ProviderUse } from '../../shared/settings/providerUse.ts';
import { transcribe } from '../../shared/speech/transcribe.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';

let folder: string;
let file: string;
let first: FakeSpeech;
let second: FakeSpeech;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-speech-'));
  file = join(folder, 'chunk.flac');
  // The fake servers do not listen to it.
  await writeFile(file, 'sound');
  [first, second] = await Promise.all([startFakeSpeech(), startFakeSpeech()]);
});
afterEach(async () => {
  await Promise.all([first, second].map((server) => server[Symbol.asyncDispose]()));
  await rm(folder, { recursive: true, force: true });
});

const use = (name: string, baseUrl: string): ProviderUse => ({
  name,
  service: 'speech',
  kind: 'compatible',
  baseUrl,
  model: 'whisper-1',
  engine: `${name}’s Whisper`,
  timeoutSeconds: 1,
  temperature: 0,
  limits: {},
});
const prices = { 'first/*': { audioMinute: 0.6 }, 'second/*': { audioMinute: 0 } };

function pool(budget = Number.POSITIVE_INFINITY, spent = 0) {
  const day = { spent: async () => spent, add: async () => spent };
  const uses = [use('first', first.url), use('second', second.url)];
  return new ProviderPool('speech', uses, { ledger: ledger(prices, budget, day), log: () => undefined });
}
const sound = () => ({ file, languages: ['en'], lengthSeconds: async () => 120 });
const never = new AbortController().signal;

test('what was heard names who heard it, for how many seconds and how much', async () => {
  expect(await transcribe(pool(), sound(), never)).toMatchObject({
    engine: 'first’s Whisper',
    model: 'whisper-1',
    segments: [{ text: 'Why did it sink?' }, { text: 'Is it red?' }],
    audioSeconds: 5,
    money: expect.closeTo(0.05, 6),
  });
});

test.each([
  ['one language', 'whisper-1', ['es'], ['es', undefined]],
  ['several, to a model that takes one', 'whisper-1', ['en', 'es'], [undefined, undefined]],
  ['several, to a model that takes them', 'gpt-transcribe', ['en', 'es'], [undefined, 'es']],
  // Of a field that is sent twice the fake keeps the last.
])('an engine is told %s', async (_, model, languages, expected) => {
  const day = { spent: async () => 0, add: async () => 0 };
  const uses = [{ ...use('first', first.url), model }];
  const one = new ProviderPool('speech', uses, { ledger: ledger(prices, 1000, day), log: () => undefined });
  await transcribe(one, { ...sound(), languages }, never);
  const { language, 'languages[]': several } = first.fields.at(-1) ?? {};
  expect([language, several]).toEqual(expected);
});

describe('one that fails', () => {
  test.each([
    ['429', { status: 429, headers: { 'retry-after': '60' } }],
    ['503', { status: 503 }],
    ['silence', 'hang' as const],
    ['JSON of another shape', { status: 200, body: '{"segments": "none"}' }],
    ['text without times', { status: 200, body: '{"text": "Why did it sink?"}' }],
    ['JSON that breaks off', { status: 200, body: '{"text": "Why did' }],
  ])(
    '%s: the next one hears the same sound, and what failed three times, or says so itself, is left alone',
    async (name, fault) => {
      first.always = fault;
      const both = pool();
      for (let chunk = 0; chunk < 5; chunk += 1)
        expect(await transcribe(both, sound(), never)).toMatchObject({ engine: 'second’s Whisper', money: 0 });
      // A rest of a second may be over by the fifth, whose call is then the probe.
      expect(name === '429' ? [1] : [3, 4]).toContain(first.calls);
      expect(second.calls).toBe(5);
    },
  );

  test('one that is not there at all', async () => {
    await first[Symbol.asyncDispose]();
    expect(await transcribe(pool(), sound(), never)).toMatchObject({ engine: 'second’s Whisper' });
    first = await startFakeSpeech();
  });
});

test.each([
  ['429 with Retry-After', 429],
  ['503', 503],
])(
  'a server that is full (%s) is not left alone: the next one hears this sound, and it may hear the next',
  async (_, status) => {
    const body = JSON.stringify({ error: { message: 'Full.', type: 'server_error', param: null, code: 'queue_full' } });
    first.faults = [{ status, headers: { 'retry-after': '30' }, body }];
    const both = pool();
    expect(await transcribe(both, sound(), never)).toMatchObject({ engine: 'second’s Whisper' });
    expect(await transcribe(both, sound(), never)).toMatchObject({ engine: 'first’s Whisper' });
  },
);

test('of an engine that gives text alone the words get their times from our service, and keep their engine', async () => {
  first.always = { status: 200, body: '{"text":"Why did it sink?"}' };
  const texter: ProviderUse = { ...use('first', first.url), words: 'none' };
  const day = { spent: async () => 0, add: async () => 0 };
  const one = new ProviderPool('speech', [texter], {
    ledger: ledger(prices, Number.POSITIVE_INFINITY, day),
    log: () => undefined,
  });
  const asked: string[] = [];
  const align = async (text: string) => {
    asked.push(text);
    return { text, model: 'whisper-base', duration: 5, segments: [{ start: 1, end: 2, text }] };
  };
  expect(await transcribe(one, { ...sound(), align }, never)).toMatchObject({
    engine: 'first’s Whisper',
    model: 'whisper-1',
    segments: [{ start: 1, end: 2, text: 'Why did it sink?' }],
  });
  expect(asked).toEqual(['Why did it sink?']);
});

test('a server that says which model it is, is believed, whatever the settings call it', async () => {
  const said = { text: 'Why?', model: 'whisper-small', duration: 5, segments: [{ start: 1, end: 2, text: 'Why?' }] };
  first.always = { status: 200, body: JSON.stringify(said) };
  expect(await transcribe(pool(), sound(), never)).toMatchObject({ model: 'whisper-small' });
});

test('words without times are no empty lesson: the error says what is missing', async () => {
  first.always = { status: 200, body: '{"text": "Why did it sink? Is it red?"}' };
  second.always = first.always;
  await expect(transcribe(pool(), sound(), never)).rejects.toMatchObject({
    name: 'TransientError',
    code: 'speech-malformed',
    message: expect.stringContaining('words without the segments'),
  });
});

test('when all fail, the error says which kind it was and when to come back', async () => {
  first.always = { status: 429, headers: { 'retry-after': '40' } };
  second.always = { status: 429, headers: { 'retry-after': '20' } };
  const failed = transcribe(pool(), sound(), never);
  await expect(failed).rejects.toMatchObject({
    name: 'TransientError',
    code: 'speech-rate-limited',
    retryAfterSeconds: expect.closeTo(20, 0),
  });
});

test('with the day’s budget used up, the one that is free hears it', async () => {
  expect(await transcribe(pool(1, 1), sound(), never)).toMatchObject({ engine: 'second’s Whisper' });
  expect(first.calls).toBe(0);
});

test('sound that is rejected is not offered to the next', async () => {
  first.always = { status: 400 };
  await expect(transcribe(pool(), sound(), never)).rejects.toMatchObject({ code: 'speech-rejected' });
  expect(second.calls).toBe(0);
});
