import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type SpeechServer, startSpeechServer } from '../../http/server.ts';
import { UndecodableAudioError } from '../../sound/decodeAudio.ts';
import type { VoiceEngine } from '../../voices/voices.ts';
import type { SpeechEngine } from '../../words/engine.ts';
import type { Transcription } from '../../words/transcribe.ts';

const nothing: Transcription = { language: 'en', durationSeconds: 1, segments: [], others: [], speech: [] };

type Work = SpeechEngine['transcribeFile'];

/** A fake recogniser, for what is about the protocol alone: it does what the test says. */
function fakeEngine(transcribeFile: Work): SpeechEngine {
  return {
    name: 'whisper-base',
    weights: { fake: '0' },
    languages: new Set(['en']),
    transcribeFile,
    alignFile: () => Promise.reject(new Error('The test did not ask for it.')),
    release: async () => undefined,
  };
}

const servers: SpeechServer[] = [];
async function serve(work: Work, maxWaiting = 16): Promise<SpeechServer> {
  const serves = new Set(['words' as const]);
  const server = await startSpeechServer({ port: 0, maxWaiting, serves, load: async () => fakeEngine(work) });
  servers.push(server);
  await server.ready;
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function post(server: SpeechServer, content: Uint8Array<ArrayBuffer> | string = 'sound', signal?: AbortSignal) {
  const form = new FormData();
  form.append('file', new File([content], 'lesson.wav'));
  form.append('model', 'whisper-1');
  return fetch(`${server.url}/v1/audio/transcriptions`, { method: 'POST', body: form, signal: signal ?? null });
}

interface Health {
  readonly status: string;
  readonly queue: { readonly running: number; readonly waiting: number };
}
const health = async (server: SpeechServer) =>
  // The shape is the server's own, and the tests below compare every part of it that they use.
  (await (await fetch(`${server.url}/health`)).json()) as Health;

/** Work that goes on until the test lets it, and tells of each beginning. */
function heldWork() {
  const begun: AbortSignal[] = [];
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const waiters: (() => void)[] = [];
  const work: Work = async (_file, { signal }) => {
    if (signal) begun.push(signal);
    for (const wake of waiters.splice(0)) wake();
    await held;
    return nothing;
  };
  const first = async () => {
    while (begun.length === 0) await new Promise<void>((wake) => waiters.push(wake));
    const [signal] = begun;
    if (signal === undefined) throw new Error('The work began without a signal.');
    return signal;
  };
  return { work, release, begun, first };
}

/** The code in an answer that is an error of OpenAI's shape. */
const errorCode = (body: unknown) => (body as { error?: { code?: string } }).error?.code;

describe('the speech server', () => {
  it('answers 503 and "loading" until the model is in memory', async () => {
    const { promise, resolve } = Promise.withResolvers<SpeechEngine>();
    const server = await startSpeechServer({ port: 0, serves: new Set(['words']), load: () => promise });
    servers.push(server);
    const early = await fetch(`${server.url}/ready`);
    expect([early.status, await early.json()]).toMatchObject([503, { status: 'loading' }]);
    // It is well all the same: nobody should start it again for that.
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    const refused = await post(server);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await refused.json()).toMatchObject({ error: { code: 'model_loading' } });
    resolve(fakeEngine(async () => nothing));
    await server.ready;
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
    expect(await health(server)).toMatchObject({ status: 'ready', model: 'whisper-base', weights: { fake: '0' } });
    expect((await post(server)).status).toBe(200);
  });

  it('keeps answering why, when the model cannot be loaded', async () => {
    const server = await startSpeechServer({ port: 0, load: () => Promise.reject(new Error('Weights are missing.')) });
    servers.push(server);
    await expect(server.ready).rejects.toThrow('Weights are missing.');
    expect((await fetch(`${server.url}/health`)).status).toBe(503);
    expect(await health(server)).toMatchObject({ status: 'failed', reason: 'Weights are missing.' });
    const refused = await post(server);
    expect([refused.status, await refused.json()]).toMatchObject([503, { error: { message: 'Weights are missing.' } }]);
  });

  it('lists its model, and knows no other address', async () => {
    const server = await serve(async () => nothing);
    const models = await (await fetch(`${server.url}/v1/models`)).json();
    expect(models).toMatchObject({ object: 'list', data: [{ id: 'whisper-base', object: 'model' }] });
    const alias = await fetch(`${server.url}/v1/models/whisper-1`);
    expect([alias.status, await alias.json()]).toMatchObject([200, { id: 'whisper-1', object: 'model' }]);
    const unknown = await fetch(`${server.url}/v1/audio/speech`, { method: 'POST', body: '{}' });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'unknown_url' } }]);
    const translations = await fetch(`${server.url}/v1/audio/translations`, { method: 'POST', body: '{}' });
    expect([translations.status, await translations.json()]).toMatchObject([
      404,
      { error: { code: 'not_served', message: expect.stringContaining('does not translate') } },
    ]);
    const wrong = await fetch(`${server.url}/v1/audio/transcriptions`);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('refuses more than 25 MB while it is being sent, and takes what is just under', async () => {
    const sizes: number[] = [];
    const server = await serve(async (file) => {
      sizes.push(file.length);
      return nothing;
    });
    const announced = await post(server, new Uint8Array(25 * 1024 * 1024));
    expect([announced.status, await announced.json()]).toMatchObject([413, { error: { code: 'content_too_large' } }]);
    expect((await post(server, new Uint8Array(25 * 1024 * 1024 - 2000))).status).toBe(200);
    expect(sizes).toEqual([25 * 1024 * 1024 - 2000]);
  });

  it('stops reading a body that never says how long it is', async () => {
    const server = await serve(async () => nothing);
    const socket = connect(server.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.write('POST /v1/audio/transcriptions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    const piece = Buffer.alloc(1024 * 1024);
    let sentMegabytes = 0;
    while (!answer.includes('}}')) {
      const chunk = [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')];
      await new Promise<void>((resolve, reject) => {
        socket.write(Buffer.concat(chunk), (error) => (error ? reject(error) : resolve()));
      });
      sentMegabytes += 1;
    }
    expect(answer).toContain('413');
    expect(sentMegabytes).toBeLessThan(200);
    socket.destroy();
    await closed;
  });

  it('refuses with Retry-After when enough wait', async () => {
    const { work, release, first } = heldWork();
    const server = await serve(work, 1);
    const running = post(server);
    await first();
    const waiting = post(server);
    await expect.poll(async () => (await health(server)).queue.waiting).toBe(1);
    const refused = await post(server);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: { code: 'queue_full', type: 'rate_limit_error' } });
    release();
    expect([(await running).status, (await waiting).status]).toEqual([200, 200]);
  });

  it('gives up what nobody waits for any more', async () => {
    const { work, release, begun, first } = heldWork();
    const server = await serve(work);
    const client = new AbortController();
    const running = post(server, 'sound', client.signal).catch((error: unknown) => error);
    const signal = await first();
    const aborted = once(signal, 'abort');
    const waiting = post(server, 'sound', client.signal).catch((error: unknown) => error);
    await expect.poll(async () => (await health(server)).queue.waiting).toBe(1);
    client.abort();
    await Promise.all([running, waiting, aborted]);
    await expect.poll(async () => (await health(server)).queue.waiting).toBe(0);
    release();
    expect((await post(server)).status).toBe(200);
    expect(begun).toHaveLength(2); // the first and the last; the one that waited was never begun
  });

  it('asks for its key, in front of everything but its health', async () => {
    const server = await startSpeechServer({
      port: 0,
      serves: new Set(['words']),
      key: 'open sesame',
      load: async () => fakeEngine(async () => nothing),
    });
    servers.push(server);
    await server.ready;
    const ask = async (authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await fetch(`${server.url}/v1/models`, { headers });
      return [answer.status, errorCode(await answer.json())];
    };
    expect(await ask()).toEqual([401, 'invalid_api_key']);
    expect(await ask('Bearer open')).toEqual([401, 'invalid_api_key']);
    expect(await ask('Basic open sesame')).toEqual([401, 'invalid_api_key']);
    expect(await ask('Bearer open sesame')).toEqual([200, undefined]);
    expect((await post(server)).status).toBe(401);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  });

  it('drains: what is under way and what waits is answered, nothing new is taken', async () => {
    const { work, release, first } = heldWork();
    const server = await serve(work);
    const running = post(server);
    await first();
    const waiting = post(server);
    await expect.poll(async () => (await health(server)).queue.waiting).toBe(1);
    const drained = server.drain();
    const ready = await fetch(`${server.url}/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'stopping' }]);
    const refused = await post(server);
    expect([refused.status, errorCode(await refused.json())]).toEqual([503, 'stopping']);
    release();
    expect([(await running).status, (await waiting).status]).toEqual([200, 200]);
    await drained;
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });

  it('counts what it did', async () => {
    const server = await serve(async (file) => {
      if (file.length === 1) throw new UndecodableAudioError('The file has no audio track.');
      return { ...nothing, durationSeconds: 90 };
    });
    await post(server);
    await post(server);
    await post(server, 'x');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toContain('speech_sound_seconds_total 180\n');
    expect(text).toMatch(/speech_work_seconds_total 0\.\d+\n/);
    expect(text).toContain('speech_requests_total{outcome="done"} 2\n');
    expect(text).toContain('speech_requests_total{outcome="refused"} 1\n');
    expect(text).toContain('speech_waiting 0\n');
  });

  it('tells a client what is wrong with its file, and nothing of its own insides', async () => {
    const server = await serve(async (file) => {
      if (file.length === 1) throw new UndecodableAudioError('The file has no audio track.');
      throw new Error('secret path /home');
    });
    const undecodable = await post(server, 'x');
    expect([undecodable.status, await undecodable.json()]).toMatchObject([
      400,
      { error: { message: 'The file has no audio track.', param: 'file' } },
    ]);
    const broken = await post(server, 'xx');
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain('secret');
  });

  it('stops at once, with a job running and another waiting', async () => {
    const server = await serve(
      (_file, { signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true })),
    );
    const statuses = [post(server), post(server)].map((answer) =>
      answer.then(({ status }) => status).catch(() => 'closed'),
    );
    await expect.poll(async () => (await health(server)).queue).toMatchObject({ running: 1, waiting: 1 });
    await server.stop();
    for (const status of await Promise.all(statuses)) expect([503, 'closed']).toContain(status);
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });
});

/** A server for voices alone, with a fake that does what the test says. */
async function serveVoices(hearFile: VoiceEngine['hearFile']): Promise<SpeechServer> {
  const loadVoices = async () => ({ weights: { fake: '0' }, hearFile, release: async () => undefined });
  const server = await startSpeechServer({ port: 0, serves: new Set(['voices']), loadVoices });
  servers.push(server);
  await server.ready;
  return server;
}

function postVoices(
  server: SpeechServer,
  content: Uint8Array<ArrayBuffer> | string = 'sound',
  signal?: AbortSignal,
  include: readonly string[] = [],
  heard?: string,
) {
  const form = new FormData();
  if (heard !== undefined) form.append('heard', heard);
  for (const part of include) form.append('include[]', part);
  form.append('file', new File([content], 'lesson.flac'));
  return fetch(`${server.url}/v1/audio/voices`, { method: 'POST', body: form, signal: signal ?? null });
}

describe('the speech server, asked where anybody speaks', () => {
  it('answers in seconds, to the millisecond', async () => {
    const server = await serveVoices(async (file) => ({
      durationSeconds: file.length / 3,
      speech: [{ start: 0.10004, end: 1.23456 }],
    }));
    const answer = await postVoices(server, 'four');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { durationSeconds: 1.333, speech: [{ start: 0.1, end: 1.235 }] },
    ]);
  });

  it('tells windows, changes and overlaps to whoever asks for them', async () => {
    const asked: string[][] = [];
    const server = await serveVoices(async (_file, include) => {
      asked.push([...include].sort());
      return {
        durationSeconds: 2,
        speech: [{ start: 0, end: 2 }],
        windows: [{ start: 0.00049, end: 1.5, embedding: Float32Array.of(1, -0.5, 65_504) }],
        changes: [1.23456],
        overlaps: [{ start: 1.1111, end: 1.4 }],
      };
    });
    const answer = await postVoices(server, 'sound', undefined, ['windows', 'changes', 'overlaps', 'windows']);
    expect(await answer.json()).toEqual({
      durationSeconds: 2,
      speech: [{ start: 0, end: 2 }],
      // 1, -0.5 and 65504 as IEEE 754 halves, low byte first: 3c00, b800, 7bff
      windows: [{ start: 0, end: 1.5, embedding: Buffer.from([0, 0x3c, 0, 0xb8, 0xff, 0x7b]).toString('base64') }],
      changes: [1.235],
      overlaps: [{ start: 1.111, end: 1.4 }],
    });
    await postVoices(server);
    expect(asked).toEqual([['changes', 'overlaps', 'windows'], []]);
    const unknown = await postVoices(server, 'sound', undefined, ['names']);
    expect([unknown.status, await unknown.json()]).toMatchObject([400, { error: { param: 'include[]' } }]);
  });

  it('takes what it told before, and refuses what it cannot have told', async () => {
    const before: unknown[] = [];
    const server = await serveVoices(async (_file, _include, _signal, heard) => {
      before.push(heard);
      return { durationSeconds: 2, speech: [], windows: [] };
    });
    const heard = { speech: [{ start: 0, end: 1.5 }], changes: [0.7] };
    const send = (value: unknown, include = ['windows']) =>
      postVoices(server, 'sound', undefined, include, typeof value === 'string' ? value : JSON.stringify(value));
    expect((await send(heard)).status).toBe(200);
    expect(before).toEqual([heard]);
    const wrong: unknown[] = [
      'no JSON',
      {},
      { ...heard, changes: [2, 1] },
      { ...heard, changes: [-1] },
      { ...heard, speech: [{ start: 1, end: 1 }] },
      { ...heard, speech: [...heard.speech, { start: 1, end: 2 }] },
      { ...heard, speech: [{ start: 0, end: 1e9 }] },
      { ...heard, changes: Array(50_001).fill(1) },
    ];
    for (const value of wrong)
      expect(await (await send(value)).json(), JSON.stringify(value).slice(0, 80)).toMatchObject({
        error: { param: 'heard' },
      });
    const overlaps = await send(heard, ['windows', 'overlaps']);
    expect([overlaps.status, await overlaps.json()]).toMatchObject([400, { error: { param: 'include[]' } }]);
    expect(before).toHaveLength(1);
  });

  it('without words says so to whoever asks for them, and lists no model', async () => {
    const server = await serveVoices(async () => ({ durationSeconds: 1, speech: [] }));
    const refused = await post(server);
    expect([refused.status, await refused.json()]).toMatchObject([404, { error: { code: 'not_served' } }]);
    expect(await (await fetch(`${server.url}/v1/models`)).json()).toEqual({ object: 'list', data: [] });
    const health = await (await fetch(`${server.url}/health`)).json();
    expect(health).toMatchObject({ status: 'ready', serves: ['voices'] });
    expect(health).not.toHaveProperty('model');
  });

  it('is refused by a server that has words alone', async () => {
    const refused = await postVoices(await serve(async () => nothing));
    expect([refused.status, await refused.json()]).toMatchObject([404, { error: { code: 'not_served' } }]);
  });

  it('wants a file, posted, of 25 MB at most', async () => {
    const server = await serveVoices(async () => ({ durationSeconds: 1, speech: [] }));
    const got = await fetch(`${server.url}/v1/audio/voices`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    const empty = await fetch(`${server.url}/v1/audio/voices`, { method: 'POST', body: new FormData() });
    expect([empty.status, await empty.json()]).toMatchObject([400, { error: { param: 'file' } }]);
    const large = await postVoices(server, new Uint8Array(25 * 1024 * 1024));
    expect([large.status, await large.json()]).toMatchObject([413, { error: { code: 'content_too_large' } }]);
  });

  it('tells what is wrong with the file, and nothing of its own insides', async () => {
    const server = await serveVoices(async (file) => {
      if (file.length === 1) throw new UndecodableAudioError('The file has no audio track.');
      throw new Error('secret path /home');
    });
    const undecodable = await postVoices(server, 'x');
    expect([undecodable.status, await undecodable.json()]).toMatchObject([
      400,
      { error: { message: 'The file has no audio track.' } },
    ]);
    const broken = await postVoices(server, 'xx');
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain('secret');
  });

  it('gives up what nobody waits for any more', async () => {
    const begun = Promise.withResolvers<AbortSignal>();
    const server = await serveVoices((_file, _include, signal) => {
      begun.resolve(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    });
    const client = new AbortController();
    const running = postVoices(server, 'sound', client.signal).catch((error: unknown) => error);
    const aborted = once(await begun.promise, 'abort');
    client.abort();
    await Promise.all([running, aborted]);
    await expect.poll(async () => (await health(server)).queue.running).toBe(0);
  });
});

it('hears voices while a transcription takes its time', async () => {
  const { work, release, first } = heldWork();
  const server = await startSpeechServer({
    port: 0,
    load: async () => fakeEngine(work),
    loadVoices: async () => ({
      weights: {},
      hearFile: async () => ({ durationSeconds: 1, speech: [] }),
      release: async () => undefined,
    }),
  });
  servers.push(server);
  await server.ready;
  const transcribing = post(server);
  await first();
  expect((await postVoices(server)).status).toBe(200);
  release();
  expect((await transcribing).status).toBe(200);
});
