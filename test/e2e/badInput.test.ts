import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { disguisedPlaylists, type MediaName, makeMedia } from '../../testing/media.ts';

const attempts = 4;
let folder: string;
let speech: FakeSpeech;
let cloud: TestCloud;
const media = async (name: MediaName) => makeMedia(name, folder);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-media-'));
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: {
      ...speech.settings,
      SPEECH_TIMEOUT_SECONDS: '5',
      SPEECH_ATTEMPTS: String(attempts),
      SPEECH_CHUNK_SECONDS: '20',
      SPEECH_PARALLEL: '2',
    },
  });
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('files that cannot be analysed end as failed lessons with a reason', () => {
  test('an empty file', async () => {
    const lesson = await cloud.ended(await cloud.upload('empty.mp4', Buffer.alloc(0)));
    expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'file-empty' } });
  });

  test('a text file named .mp4', async () => {
    const lesson = await cloud.ended(
      await cloud.upload('text.mp4', Buffer.from('This is a shopping list.\n'.repeat(50))),
    );
    expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'not-a-video' } });
  });

  test('a name that is no recording’s', async () => {
    const lesson = await cloud.ended(await cloud.upload('notes.txt', Buffer.from('notes')));
    expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'unsupported-name' } });
    expect(lesson.failure?.message).toContain('notes.txt');
  });

  test('an MP4 that was cut off before its index', async () => {
    const lesson = await cloud.ended(await cloud.uploadFile('truncated.mp4', await media('no-moov.mp4')));
    expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'file-truncated' } });
  });

  test('a video without sound', async () => {
    const lesson = await cloud.ended(await cloud.uploadFile('mute.mp4', await media('no-audio.mp4')));
    expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'no-audio' } });
    expect(lesson.failure?.message).toMatch(/microphone/);
  });

  test('a playlist in disguise is refused, and what it points to is not opened', async () => {
    let hits = 0;
    const canary = createServer((_, response) => {
      hits += 1;
      response.end('#EXTM3U');
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    const { port } = canary.address() as AddressInfo;
    for (const [name, text] of Object.entries(disguisedPlaylists(`http://127.0.0.1:${port}/secret.ts`))) {
      const lesson = await cloud.ended(await cloud.upload(`playlists/${name}.mp4`, Buffer.from(text)));
      expect(lesson.status, name).toBe('failed');
      expect(['file-refused', 'not-a-video'], name).toContain(lesson.failure?.code);
    }
    expect(hits).toBe(0);
    canary.close();
  });
});

describe('unusual recordings are analysed', () => {
  test('sound without a picture', async () => {
    const lesson = await cloud.ended(await cloud.uploadFile('sound.m4a', await media('audio-only.m4a')));
    expect(lesson.status).toBe('completed');
    expect(lesson.picture).toBeUndefined();
    expect(lesson.result?.metrics.questionCount).toBe(2);
  });

  test('pure silence has no questions, and the speech engine is not asked', async () => {
    const before = speech.calls;
    const uploaded = await cloud.uploadFile('silence.mp4', await media('silence.mp4'));
    const lesson = await cloud.ended(uploaded);
    expect(lesson).toMatchObject({ status: 'completed', result: { metrics: { questionCount: 0 } } });
    expect((await cloud.questions(uploaded)).questions).toEqual([]);
    expect(speech.calls).toBe(before);
  });

  test('a long recording is cut in pauses, and each piece transcribed once', async () => {
    const before = speech.calls;
    const lesson = await cloud.ended(await cloud.uploadFile('long.mov', await media('long.mov')));
    expect(lesson.status).toBe('completed');
    const pieces = speech.calls - before;
    expect(pieces).toBeGreaterThanOrEqual(3);
    // Each piece is answered with two questions: one that was asked for twice would make calls, and no questions.
    expect(lesson.result?.metrics.questionCount).toBe(2 * pieces);
  });

  test('a video that no browser plays becomes one that any plays, with a poster', async () => {
    const lesson = await cloud.ended(await cloud.uploadFile('old.avi', await media('old.avi')));
    expect(lesson).toMatchObject({ status: 'completed', picture: { kind: 'ready', original: false } });
    if (lesson.picture?.kind !== 'ready') throw new Error('no picture');
    const video = cloud.blobs.getContainerClient('media').getBlobClient(lesson.picture.video);
    const head = (await video.downloadToBuffer(0, 64)).toString('latin1');
    expect(head).toContain('ftyp');
    const poster = await cloud.blobs
      .getContainerClient('media')
      .getBlobClient(lesson.picture.poster ?? '')
      .downloadToBuffer();
    expect(poster.subarray(0, 2).toString('hex')).toBe('ffd8');
  });

  test.each([
    'a lesson with spaces.mp4',
    'quotes "double" and \'single\'.mp4',
    'hundred % 100%25.mp4',
    'unicode/Übung – 子供 👧.mp4',
    'dots/..%2F..%2Fetc/passwd.mp4',
    '$(touch x); `id` & | > y.mp4',
  ])('the name %j', async (name) => {
    const uploaded = await cloud.uploadFile(name, await media('lesson.mp4'));
    const lesson = await cloud.ended(uploaded);
    expect(lesson).toMatchObject({ status: 'completed', blobName: name, result: { metrics: { questionCount: 2 } } });
  });
});

describe('uploads that overlap', () => {
  test('the same blob uploaded twice at once is analysed once', async () => {
    const content = await readFile(await media('lesson.mp4'));
    const before = speech.calls;
    const [first, second] = await Promise.all([
      cloud.upload('twice/a.mp4', content),
      cloud.upload('twice/a.mp4', content),
    ]);
    const present = (await cloud.blobs.getContainerClient('videos').getBlobClient('twice/a.mp4').getProperties()).etag;
    const ends = await Promise.race([cloud.ended(first), cloud.ended(second)]);
    expect(ends.status).toBe('completed');
    expect(present).toBeDefined();
    const { lessons } = (await (await fetch(`${cloud.host}/api/v1/lessons?site=twice`)).json()) as {
      lessons: unknown[];
    };
    expect(lessons).toHaveLength(1);
    expect(speech.calls - before).toBe(1);
  });

  test('an upload that replaces one under way wins, and the old one changes nothing', async () => {
    const gate = Promise.withResolvers<void>();
    speech.gate = gate.promise;
    const first = await cloud.uploadFile('replaced/a.mp4', await media('lesson.mp4'));
    await expect
      .poll(async () => (await cloud.api.lesson(first.lessonId))?.progress?.stage, { timeout: 60_000 })
      .toBe('speech');
    const second = await cloud.uploadFile('replaced/a.mp4', await media('old.avi'));
    await expect
      .poll(async () => (await cloud.api.lesson(second.lessonId))?.revision, { timeout: 60_000 })
      .toBe(second.revision);
    gate.resolve();
    speech.gate = undefined;
    const lesson = await cloud.ended(second);
    expect(lesson).toMatchObject({
      status: 'completed',
      revision: second.revision,
      result: { revision: second.revision },
    });
    const status = await instanceStatus(`${first.lessonId}-${first.revision}`, 'Completed');
    expect(status.output).toMatchObject({ kind: 'superseded' });
    expect((await cloud.api.lesson(first.lessonId))?.revision).toBe(second.revision);
  });
});

describe('a speech engine that misbehaves', () => {
  test.each([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }],
    ['500', { status: 500 }],
    ['no answer', 'hang' as const],
    ['JSON that breaks off', { status: 200, body: '{"text": "Why did' }],
    ['JSON of another shape', { status: 200, body: '{"segments": "none"}' }],
  ])('%s: tried again, then completed', async (name, fault) => {
    speech.faults = [fault];
    const lesson = await cloud.ended(await cloud.uploadFile(`faults/${name}.mp4`, await media('lesson.mp4')));
    expect(lesson).toMatchObject({ status: 'completed', result: { metrics: { questionCount: 2 } } });
    expect(speech.faults).toEqual([]);
  });

  test('one that fails for good is tried as often as SPEECH_ATTEMPTS says, then fails the lesson with its code', async () => {
    speech.always = { status: 200, body: '{"segments": 7}' };
    const lesson = await cloud.ended(await cloud.uploadFile('faults/always.mp4', await media('lesson.mp4')));
    speech.always = undefined;
    expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'speech-malformed', stage: 'transcribeChunk' } });
    const { historyEvents } = await instanceStatus(`${lesson.id}-${lesson.revision}`, 'Completed');
    const tries = historyEvents.filter(({ FunctionName }) => FunctionName === 'transcribeChunk');
    expect(tries).toHaveLength(attempts);
  });

  test('a rejected key is not tried again', async () => {
    const before = speech.calls;
    speech.always = { status: 401 };
    const lesson = await cloud.ended(await cloud.uploadFile('faults/key.mp4', await media('lesson.mp4')));
    speech.always = undefined;
    expect(lesson).toMatchObject({ status: 'failed', failure: { code: 'speech-not-configured' } });
    expect(speech.calls - before).toBe(1);
  });
});

test('a broken message becomes a dead letter, and the dead letter a failed lesson that quotes it', async () => {
  await using bus = disposable(new ServiceBusClient(cloud.stack.endpoints.serviceBus ?? ''));
  await bus.client
    .createSender('lesson-jobs')
    .sendMessages({ messageId: 'broken-1', body: { schemaVersion: 9, hello: 'there' } });
  const found = async () => {
    const { lessons } = (await (await fetch(`${cloud.host}/api/v1/lessons?site=default&limit=200`)).json()) as {
      lessons: { fileName: string; failure?: { code: string; message: string } }[];
    };
    return lessons.find(({ fileName }) => fileName.includes('broken-1'))?.failure;
  };
  await expect
    .poll(found, { timeout: 60_000 })
    .toMatchObject({ code: 'message-malformed', message: expect.stringContaining('hello') });
});

interface InstanceStatus {
  readonly runtimeStatus: string;
  readonly output: unknown;
  readonly historyEvents: readonly { readonly FunctionName?: string }[];
}

async function instanceStatus(instanceId: string, until: string): Promise<InstanceStatus> {
  const read = async () =>
    (await (
      await fetch(`${cloud.host}/runtime/webhooks/durabletask/instances/${instanceId}?showHistory=true`)
    ).json()) as InstanceStatus;
  await expect.poll(async () => (await read()).runtimeStatus, { timeout: 60_000 }).toBe(until);
  return read();
}

function disposable(client: ServiceBusClient) {
  return { client, [Symbol.asyncDispose]: () => client.close() };
}
