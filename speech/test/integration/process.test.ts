import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { Span } from '../../voices/speechSpans.ts';

const main = path.resolve(import.meta.dirname, '../../main.ts');
const children: ChildProcess[] = [];

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  children.push(child);
  return child;
}
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const bytesOf = (base64: string): ArrayBuffer => new Uint8Array(Buffer.from(base64, 'base64')).buffer;

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('the speech server as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it answers, and ends cleanly at %s', async (signal) => {
    const child = start(['--port', '0', '--threads', '1']);
    const lines = createInterface({ input: child.stdout });
    const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    const said = JSON.parse(String(line));
    expect(said).toMatchObject({
      ready: true,
      model: 'whisper-base',
      url: expect.stringContaining('http://127.0.0.1:'),
    });
    expect((await fetch(`${said.url}/health`)).status).toBe(200);
    const exited = once(child, 'exit');
    child.kill(signal);
    expect(await exited).toEqual([0, null]);
  });

  it('leaves nothing in the home of whoever starts it: its networks report to nobody', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'speech-home-'));
    try {
      const child = start(['--port', '0'], { SPEECH_SERVES: 'voices', HOME: home, ORT_DISABLE_TELEMETRY: '' });
      await once(createInterface({ input: child.stdout }), 'line');
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
      expect(await readdir(home, { recursive: true })).toEqual([]);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('serves voices alone, without the weights of the words', async () => {
    const child = start(['--port', '0'], { SPEECH_SERVES: 'voices' });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const said = JSON.parse(String(line));
    expect(said).toEqual({ ready: true, port: expect.any(Number), url: said.url, serves: ['voices'] });
    expect(await (await fetch(`${said.url}/health`)).json()).toMatchObject({
      status: 'ready',
      weights: {
        'segmentation-3.0.onnx': expect.stringMatching(/^331d941d/),
        'campplus-zh-en-advanced.onnx': expect.stringMatching(/^a28b4857/),
      },
    });
    const form = new FormData();
    form.append('file', await openAsBlob(path.resolve(import.meta.dirname, '../jfk.wav')), 'jfk.wav');
    const answer = await fetch(`${said.url}/v1/audio/voices`, { method: 'POST', body: form });
    // The shape is what this test is about.
    const { durationSeconds, speech } = (await answer.json()) as { durationSeconds: number; speech: Span[] };
    expect(durationSeconds).toBe(11);
    // As the original network hears it: these words, and the pauses between them.
    const borders = [0.3, 2.2, 3.3, 4.4, 5.4, 7.6, 8.2, 10.5];
    expect(speech.length).toBeGreaterThanOrEqual(4);
    for (const at of borders) {
      const nearest = Math.min(...speech.flatMap((span) => [Math.abs(span.start - at), Math.abs(span.end - at)]));
      expect(nearest).toBeLessThan(0.2);
    }
    form.append('include[]', 'windows');
    form.append('include[]', 'changes');
    const more = await fetch(`${said.url}/v1/audio/voices`, { method: 'POST', body: form });
    const found = (await more.json()) as { windows: (Span & { embedding: string })[]; changes: number[] };
    // One man speaks.
    expect(found.changes).toEqual([]);
    const voices = found.windows.map(({ embedding }) => Array.from(new Float16Array(bytesOf(embedding))));
    expect(voices.length).toBeGreaterThanOrEqual(5);
    for (const voice of voices) expect(voice).toHaveLength(192);
    const [first, ...others] = voices;
    for (const other of others) expect(cosine(first ?? [], other)).toBeGreaterThan(0.4);

    // Told what was heard before, it takes the windows from there: a piece on each side of the change.
    form.set('include[]', 'windows');
    form.append('heard', JSON.stringify({ speech: [{ start: 0.5, end: 1.75 }], changes: [1.2] }));
    const again = await fetch(`${said.url}/v1/audio/voices`, { method: 'POST', body: form });
    const { windows: own, ...rest } = (await again.json()) as { windows: (Span & { embedding: string })[] };
    expect(rest).toEqual({ durationSeconds: 11, speech: [{ start: 0.5, end: 1.75 }] });
    expect(own.map(({ start, end }) => [start, end])).toEqual([
      [0.5, 1.2],
      [1.2, 1.75],
    ]);
  });

  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const child = start(['--port', port]);
    const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    other.close();
    expect([code, complaint]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  });

  it.each([
    [['--port', 'http'], {}, /--port must be a whole number/],
    [['--port', '0', '--threads', '0'], {}, /--threads must be a whole number/],
    [['--port', '0'], { SPEECH_SERVES: 'voices,music' }, /SPEECH_SERVES knows words, voices; not "music"/],
    [['--port', '0'], { FFMPEG_PATH: '/nowhere/ffmpeg' }, /FFMPEG_PATH is "\/nowhere\/ffmpeg"/],
  ])('does not start with %j and %j', async (args, environment, complaint) => {
    const child = start(args, environment);
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([code, said]).toEqual([1, expect.stringMatching(complaint)]);
  });
});
