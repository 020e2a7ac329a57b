import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';
import { makeMedia } from '../../testing/media.ts';

let folder: string;
let video: string;
let speech: FakeSpeech;
let cloud: TestCloud;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-media-'));
  video = await makeMedia('lesson.mp4', folder);
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings },
  });
});
afterEach(() => {
  speech.gate = undefined;
  speech.voicesFault = undefined;
  speech.embeddingsFault = undefined;
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Uploads a lesson and holds it where its first chunk is being transcribed, until `open` is called. */
async function heldAtSpeech(blobName: string): Promise<{ uploaded: Uploaded; open: () => void }> {
  const gate = Promise.withResolvers<void>();
  speech.gate = gate.promise;
  const calls = speech.calls;
  const uploaded = await cloud.uploadFile(blobName, video);
  await expect.poll(() => speech.calls, { timeout: 60_000 }).toBe(calls + 1);
  return { uploaded, open: () => gate.resolve() };
}

const completions = (activity: string) =>
  cloud.lines.filter((line) => line.includes('activity.completed') && line.includes(`\\"${activity}\\"`)).length;

test('a host killed in the middle finishes the lesson when it is started again, and repeats only what was under way', async () => {
  const { uploaded, open } = await heldAtSpeech('killed/host.mp4');
  const before = { extractAudio: completions('extractAudio'), calls: speech.calls };
  await cloud.stack.parts.get('host')?.kill();
  open();
  await cloud.stack.restart('host');
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed', result: { metrics: { questionCount: 2 } } });
  expect(completions('extractAudio')).toBe(before.extractAudio);
  expect(speech.calls).toBe(before.calls + 1);
});

test('files between two steps that vanish are made again, and the lesson goes on', async () => {
  const { uploaded, open } = await heldAtSpeech('missing/work.mp4');
  const work = cloud.blobs.getContainerClient('work');
  const gone: string[] = [];
  for await (const { name } of work.listBlobsFlat({ prefix: `${uploaded.lessonId}/` })) {
    await work.deleteBlob(name);
    gone.push(name);
  }
  expect(gone.length).toBeGreaterThan(2);
  open();
  expect(await cloud.ended(uploaded)).toMatchObject({
    status: 'completed',
    result: { metrics: { questionCount: 2 } },
    picture: { kind: 'ready' },
  });
});

test('a lesson whose voices cannot be heard has them by loudness, and says so', async () => {
  const heard = await cloud.ended(await cloud.uploadFile('voices/heard.mp4', video));
  expect(heard).toMatchObject({
    status: 'completed',
    result: { voiceFrom: 'network', speakers: { state: 'told', voices: [{ turns: 2 }] } },
  });
  // Refused, so that nobody tries for four minutes; an outage that lasts ends in the same way.
  speech.voicesFault = { status: 404 };
  const unheard = await cloud.ended(await cloud.uploadFile('voices/unheard.mp4', video));
  expect(unheard).toMatchObject({
    status: 'completed',
    result: { voiceFrom: 'loudness', speakers: { state: 'failed', voices: [] }, metrics: { questionCount: 2 } },
  });
});

test('a lesson whose voices cannot be told apart is as good as without, everybody unknown, and says so', async () => {
  speech.embeddingsFault = { status: 404 };
  const uploaded = await cloud.uploadFile('voices/untold.mp4', video);
  expect(await cloud.ended(uploaded)).toMatchObject({
    status: 'completed',
    result: { voiceFrom: 'network', speakers: { state: 'failed', voices: [] }, metrics: { questionCount: 2 } },
  });
  const { questions } = await cloud.questions(uploaded);
  expect(questions.map(({ askedBy, speaker }) => [askedBy, speaker])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  const kept = cloud.blobs.getContainerClient('voices').listBlobsFlat({ prefix: `${uploaded.lessonId}/` });
  expect((await kept.next()).done).toBe(true);
});

test('a broker killed and started again loses no job', async () => {
  await cloud.stack.parts.get('servicebus')?.kill();
  const uploaded = await cloud.uploadFile('killed/broker.mp4', video);
  await cloud.stack.restart('servicebus');
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
});

test('a lesson outlasts an outage of Cosmos DB', async () => {
  const { uploaded, open } = await heldAtSpeech('outage/cosmos.mp4');
  await cloud.stack.parts.get('cosmos')?.kill();
  const failed = () =>
    cloud.lines.some((line) => line.includes('activity.retried') && line.includes('database-unavailable'));
  open();
  await expect.poll(failed, { timeout: 120_000 }).toBe(true);
  await cloud.stack.restart('cosmos');
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
  expect((await cloud.questions(uploaded)).questions).toHaveLength(2);
});

test('a speech server that is down at the start and back later delays a lesson, no more', async () => {
  const address = Number(new URL(speech.url).port);
  await speech[Symbol.asyncDispose]();
  const uploaded = await cloud.uploadFile('outage/speech.mp4', video);
  const failed = () =>
    cloud.lines.some((line) => line.includes('activity.retried') && line.includes('speech-unavailable'));
  await expect.poll(failed, { timeout: 60_000 }).toBe(true);
  speech = await startFakeSpeech(address);
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
});
