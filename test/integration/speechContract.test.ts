import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAnswer, segmentsOf } from '../../shared/speech/answer.ts';
import { type SpeechServer, startSpeechServer } from '../../speech/http/server.ts';
import { ffmpeg } from '../../testing/media.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

// What Askwell asks of a speech server, whoever made it. Against ours, or against any other:
//   SPEECH_CONTRACT_URL=https://HOST/v1 SPEECH_CONTRACT_MODEL=NAME SPEECH_CONTRACT_KEY=KEY
const { SPEECH_CONTRACT_URL: address, SPEECH_CONTRACT_MODEL: named, SPEECH_CONTRACT_KEY: apiKey } = process.env;
const model = named ?? 'whisper-base';
const folder = temporaryDirectory();
let own: SpeechServer | undefined;
let openai: OpenAI;

beforeAll(async () => {
  if (address === undefined) {
    own = await startSpeechServer({ port: 0, serves: new Set(['words']) });
    await own.ready;
  }
  // A server that was scaled to zero brings its weights first.
  const patience = { maxRetries: 2, timeout: 240_000 };
  openai = new OpenAI({ baseURL: address ?? `${own?.url}/v1`, apiKey: apiKey ?? 'none', ...patience });
}, 300_000);
afterAll(() => own?.stop());

/** As `transcribeChunk` asks. */
async function hear(file: string): Promise<unknown> {
  return openai.audio.transcriptions.create({
    file: await toFile(await readFile(file), 'chunk.flac'),
    model,
    language: 'en',
    response_format: 'verbose_json',
    timestamp_granularities: ['segment', 'word'],
  });
}

async function flac(name: string, ...from: string[]): Promise<string> {
  const file = resolve(folder.path, `${name}.flac`);
  await ffmpeg(...from, '-ar', '16000', '-ac', '1', file);
  return file;
}

test('speech is heard, with times of segments and words and how sure the server is', async () => {
  // President Kennedy, eleven seconds: "… ask not what your country can do for you, …"
  const raw = await hear(await flac('kennedy', '-i', 'speech/test/jfk.wav'));
  const answer = readAnswer(raw);
  expect(answer.text?.toLowerCase()).toContain('your country can do for you');
  expect(answer.language).toMatch(/^en(?:glish)?$/);
  const { segments = [], words = [] } = answer;
  expect(segments.length).toBeGreaterThan(0);
  for (const { start, end, logProbability, noSpeechProbability } of segments) {
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(12);
    expect(logProbability).toBeLessThanOrEqual(0);
    expect(noSpeechProbability).toBeGreaterThanOrEqual(0);
    expect(noSpeechProbability).toBeLessThanOrEqual(1);
  }
  expect(words.length).toBeGreaterThanOrEqual(20);
  for (const [index, { start, end }] of words.entries()) {
    expect(end).toBeGreaterThanOrEqual(start);
    expect(start).toBeGreaterThanOrEqual((words[index - 1]?.start ?? 0) - 0.01);
  }
  // As the recording has it: the second "ask" falls between the sixth and the ninth second.
  const asks = words.filter(({ word }) => /ask/i.test(word));
  expect(asks).toHaveLength(2);
  expect(asks[1]?.start).toBeGreaterThan(6);
  expect(asks[1]?.start).toBeLessThan(9);
  const read = segmentsOf(answer, 11);
  expect(read.length).toBeGreaterThan(0);
  for (const { start, end } of read) expect(end).toBeGreaterThan(start);
}, 300_000);

test('a silence is an answer without words, and no error', async () => {
  const answer = readAnswer(
    await hear(await flac('silence', '-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', '-t', '5')),
  );
  expect(segmentsOf(answer, 5)).toEqual([]);
}, 300_000);

test('a tenth of a second is an answer, or is rejected as such: no fault of the server', async () => {
  const file = await flac('short', '-f', 'lavfi', '-i', 'sine=frequency=300', '-t', '0.1');
  const answer: unknown = await hear(file).catch((error: unknown) => error);
  if (answer instanceof OpenAI.APIError) {
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  } else expect(() => segmentsOf(readAnswer(answer), 0.1)).not.toThrow();
}, 300_000);

test('what is no sound is rejected with a reason', async () => {
  const file = await toFile(Buffer.from('no sound at all'), 'chunk.flac');
  const refused: unknown = await openai.audio.transcriptions
    .create({ file, model, response_format: 'verbose_json' }, { maxRetries: 0 })
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(OpenAI.APIError);
}, 300_000);

test('the model that is asked for is among those that it lists', async () => {
  const names: string[] = [];
  for await (const { id } of openai.models.list()) names.push(id);
  expect(names).toContain(model);
}, 60_000);
