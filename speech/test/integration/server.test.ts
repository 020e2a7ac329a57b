import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpeechServer, startSpeechServer } from '../../http/server.ts';
import { compareWords, plainWords } from '../../measure/wordErrors.ts';
import { folderHash, pinnedWeights, type WhisperWeights } from '../../models/weights.ts';
import { findFfmpeg } from '../../sound/ffmpegPath.ts';
import { loadEngine } from '../../words/engine.ts';

const run = promisify(execFile);
const sample = path.resolve(import.meta.dirname, '../../../samples');
/** The part of the sample lesson that is heard here. */
const seconds = 36;

let folder: string;
let server: SpeechServer;
let openai: OpenAI;

async function make(name: string, ...args: readonly string[]): Promise<Buffer> {
  const file = path.join(folder, name);
  await run(findFfmpeg(), ['-y', '-v', 'error', ...args, file]);
  return readFile(file);
}

const ask = async (name: string, content: Uint8Array, more: object = {}) =>
  openai.audio.transcriptions.create({ file: await toFile(content, name), model: 'whisper-1', ...more });

const verbose = async (name: string, content: Uint8Array) =>
  openai.audio.transcriptions.create({
    file: await toFile(content, name),
    model: 'whisper-base',
    response_format: 'verbose_json',
    timestamp_granularities: ['word', 'segment'],
    language: 'en',
  });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'speech-test-'));
  server = await startSpeechServer({ port: 0 });
  openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
  await server.ready;
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the local recogniser', () => {
  it('says which weights it has loaded', async () => {
    const health = await (await fetch(`${server.url}/health`)).json();
    expect(health).toMatchObject({
      status: 'ready',
      model: 'whisper-base',
      engine: 'whisper-base (local)',
      weights: { 'onnx/encoder_model_quantized.onnx': expect.stringMatching(/^3e345e97/) },
      queue: { running: 0, waiting: 0 },
    });
  });

  it('writes down what is said in the sample lesson, and when', async () => {
    const truth: { turns: { text: string; start: number; end: number }[] } = JSON.parse(
      await readFile(path.join(sample, 'lesson.truth.json'), 'utf8'),
    );
    const turns = truth.turns.filter(({ end }) => end < seconds - 0.5);
    const last = turns.at(-1);
    const cut = String((last?.end ?? seconds) + 0.4);
    const sound = await make('lesson.m4a', '-i', path.join(sample, 'lesson.mp4'), '-t', cut, '-vn', '-c:a', 'aac');
    const heard = await verbose('lesson.m4a', sound);

    const said = turns.flatMap(({ text }) => plainWords(text));
    const { errors } = compareWords(said, plainWords(heard.text));
    expect(errors / said.length).toBeLessThanOrEqual(0.1);
    expect(heard).toMatchObject({ task: 'transcribe', language: 'english', word_times: 'aligned' });

    const words = heard.words ?? [];
    expect(words.map(({ word }) => word).join(' ')).toBe(heard.text);
    for (const [index, { start, end }] of words.entries()) {
      expect(end).toBeGreaterThanOrEqual(start);
      expect(start).toBeGreaterThanOrEqual((words[index - 1]?.end ?? 0) - 0.001);
      expect(end).toBeLessThanOrEqual(heard.duration);
    }
    // What our server tells beyond OpenAI's.
    const probabilities: unknown[] = [
      ...words.map((word) => ('probability' in word ? word.probability : undefined)),
      ...(heard.segments ?? []).map((one) => ('language_probability' in one ? one.language_probability : undefined)),
    ];
    expect(probabilities.filter((each) => !(typeof each === 'number' && each > 0 && each <= 1))).toEqual([]);
    const ends = (heard.segments ?? []).map(({ end }) => end);
    const missed = turns
      .filter(({ text }) => text.endsWith('?'))
      .map(({ end }) => Math.min(...ends.map((found) => Math.abs(found - end))))
      .sort((a, b) => a - b);
    expect(missed.length).toBeGreaterThan(4);
    expect(missed[Math.floor(missed.length / 2)]).toBeLessThanOrEqual(0.15);
  });

  it.each([
    ['silence', 'anullsrc=r=16000'],
    ['white noise', 'anoisesrc=color=white:amplitude=0.3:r=16000'],
    ['a hum', 'sine=frequency=180:r=44100'],
  ])('invents no words for %s', async (name, source) => {
    const heard = await verbose('x.wav', await make(`${name}.wav`, '-f', 'lavfi', '-i', source, '-t', '12'));
    expect(heard).toMatchObject({ text: '', segments: [], words: [], duration: 12 });
  });

  it('answers as text and subtitles', async () => {
    const sound = await make('short.mp3', '-ss', '8', '-i', path.join(sample, 'lesson.mp4'), '-t', '3', '-vn');
    // These answers are plain text, which the SDK hands on as it is.
    expect(String(await ask('short.mp3', sound, { response_format: 'text' }))).toMatch(/called\?/);
    expect(String(await ask('short.mp3', sound, { response_format: 'srt' }))).toMatch(
      /^1\n00:00:0\d,\d{3} --> 00:00:0/,
    );
    expect(String(await ask('short.mp3', sound, { response_format: 'vtt' }))).toMatch(
      /^WEBVTT\n\n00:00:0\d\.\d{3} --> /,
    );
    expect((await ask('short.mp3', sound)).text).toMatch(/called\?/);
  });

  it('hears which language is spoken when it is not told', async () => {
    const sound = await make('english.wav', '-ss', '1', '-i', path.join(sample, 'lesson.mp4'), '-t', '8', '-vn');
    const heard = await ask('english.wav', sound, { response_format: 'verbose_json' });
    expect(heard).toMatchObject({ language: 'english' });
  });

  it('gives up a long recording when its client goes away, and is free for the next', async () => {
    const whole = await make('whole.mp3', '-i', path.join(sample, 'lesson.mp4'), '-vn');
    const running = async () => {
      const health = await (await fetch(`${server.url}/health`)).json();
      // The shape is checked by the test of /health above.
      return (health as { queue: { running: number } }).queue.running;
    };
    const client = new AbortController();
    const given = openai.audio.transcriptions.create(
      { file: await toFile(whole, 'whole.mp3'), model: 'whisper-1' },
      { signal: client.signal },
    );
    const outcome = given.catch((error: unknown) => error);
    await expect.poll(running).toBe(1);
    client.abort();
    expect(await outcome).toBeInstanceOf(OpenAI.APIUserAbortError);
    await expect.poll(running, { timeout: 20_000 }).toBe(0);
    const silence = await make('next.wav', '-f', 'lavfi', '-i', 'anullsrc=r=16000', '-t', '1');
    expect((await ask('next.wav', silence)).text).toBe('');
  });

  it('refuses what is no sound', async () => {
    const picture = await make('picture.mp4', '-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5', '-t', '1');
    const secret = path.join(folder, 'secret.wav');
    await make('secret.wav', '-f', 'lavfi', '-i', 'sine=frequency=180', '-t', '1');
    const refused = { status: 400, type: 'invalid_request_error', param: 'file' };
    for (const content of [
      Buffer.from('This is text and no sound.\n'.repeat(50)),
      Buffer.alloc(0),
      picture,
      sampleHead(await readFile(path.join(sample, 'lesson.mp4'))),
      Buffer.from(`#EXTM3U\n#EXTINF:1,\nfile://${secret}\n#EXT-X-ENDLIST\n`),
      Buffer.from(`ffconcat version 1.0\nfile '${secret}'\n`),
    ]) {
      await expect(ask('lesson.wav', content)).rejects.toMatchObject(refused);
    }
  });
});

/** A file that broke off while it was copied: its index, at the end, is missing. */
function sampleHead(file: Buffer): Buffer {
  const index = file.indexOf('moov');
  return file.subarray(0, index > 1000 ? index : 200);
}

describe('weights', () => {
  const base = pinnedWeights('base');
  const copied = async (name: string) => {
    const other = path.join(folder, name);
    await cp(base.folder, other, { recursive: true });
    return other;
  };
  const refusal = async (model: WhisperWeights) => {
    const broken = await startSpeechServer({ port: 0, serves: new Set(['words']), model });
    try {
      const reason = await broken.ready.then(
        () => 'It was loaded.',
        (error: unknown) => String(error),
      );
      const ready = await fetch(`${broken.url}/ready`);
      expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'failed' }]);
      const answer = await fetch(`${broken.url}/v1/audio/transcriptions`, { method: 'POST', body: 'x' });
      expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'model_unavailable' } }]);
      return reason;
    } finally {
      await broken.stop();
    }
  };

  it('of which one byte is another are not loaded', async () => {
    const other = await copied('one-byte');
    const network = path.join(other, 'onnx/encoder_model_quantized.onnx');
    const bytes = await readFile(network);
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    await writeFile(network, bytes);
    expect(await refusal({ ...base, folder: other })).toMatch(
      /encoder_model_quantized\.onnx is not the file this was built for .*npm ci/,
    );
  });

  it('of which a file is missing are not loaded, and it is named with what to do', async () => {
    const other = await copied('without-tokenizer');
    await rm(path.join(other, 'tokenizer.json'));
    expect(await refusal({ ...base, folder: other })).toMatch(
      /tokenizer\.json cannot be read.*npm ci.*SPEECH_BASE_URL.*PROVIDERS/,
    );
  });

  it('of a folder of one’s own are loaded by one hash for all of it, and by no other', async () => {
    const other = await copied('my-whisper');
    const pinned = await folderHash(other);
    const own = await loadEngine({ model: { name: 'my-whisper', folder: other, pinned } });
    expect(own.name).toBe('my-whisper');
    await own.release();
    await writeFile(path.join(other, 'config.json'), '{}');
    expect(await refusal({ name: 'my-whisper', folder: other, pinned })).toMatch(/SPEECH_WEIGHTS_SHA256 names/);
  });
});
