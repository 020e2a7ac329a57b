import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { receiptSchema } from '../../shared/api/contract.ts';
import { jobId } from '../../shared/lessons/identity.ts';
import { startTestCloud, type TestCloud, type Uploaded } from '../../testing/cloud.ts';
import { type FakeSpeech, startFakeSpeech } from '../../testing/fakeSpeech.ts';

// 116 s in chunks of about 20: more than the lanes, so that both go on to others.
const video = resolve('samples/lesson.mp4');
const lanes = 2;

let speech: FakeSpeech;
let cloud: TestCloud;

beforeAll(async () => {
  speech = await startFakeSpeech();
  cloud = await startTestCloud({
    only: ['azurite', 'cosmos', 'servicebus', 'host', 'events'],
    settings: { ...speech.settings, SPEECH_CHUNK_SECONDS: '20', SPEECH_PARALLEL: String(lanes) },
  });
});
beforeEach(() => {
  speech.takes = undefined;
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
});

const lessonOf = ({ lessonId }: Uploaded) => `${cloud.host}/api/v1/lessons/${lessonId}`;
const ends = () =>
  cloud.lines.filter((line) => /activity\.(failed|retried|completed).*transcribeChunk/.test(line)).length;
const progressOf = async ({ lessonId }: Uploaded) => (await cloud.api.lesson(lessonId))?.progress;

/** Uploads a lesson and lets the first `answered` chunks be transcribed; the next ones are held until `open` is called. */
async function heldAfter(answered: number, blobName: string): Promise<{ uploaded: Uploaded; open: () => void }> {
  const gate = Promise.withResolvers<void>();
  const before = speech.calls;
  speech.takes = async (call) => {
    if (call - before > answered) await gate.promise;
  };
  const uploaded = await cloud.uploadFile(blobName, video);
  await expect.poll(() => speech.calls - before, { timeout: 60_000 }).toBe(answered + lanes);
  return { uploaded, open: () => gate.resolve() };
}

test('lanes transcribe each chunk once, show how many are done, and go on after a kill where they were', async () => {
  const before = speech.calls;
  const { uploaded, open } = await heldAfter(3, 'lanes/killed.mp4');
  const progress = await progressOf(uploaded);
  expect(progress).toMatchObject({ stage: 'speech', done: 3 });
  const chunks = progress?.total ?? 0;
  expect(chunks).toBeGreaterThan(3 + lanes);
  await cloud.stack.parts.get('host')?.kill();
  open();
  await cloud.stack.restart('host');
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
  // What was under way is done again, and nothing else.
  expect(speech.calls - before).toBe(chunks + lanes);
});

test('a chunk that cannot be transcribed fails the lesson, and what no lane had begun is not asked for', async () => {
  const before = speech.calls;
  const { uploaded, open } = await heldAfter(2, 'lanes/failed.mp4');
  speech.faults = [{ status: 400, body: '{"error":{"message":"no"}}' }];
  open();
  expect(await cloud.ended(uploaded)).toMatchObject({
    status: 'failed',
    failure: { code: 'speech-rejected', stage: 'transcribeChunk' },
  });
  expect(speech.calls - before).toBeLessThanOrEqual(2 + 2 * lanes);
});

test('a lesson that is deleted ends its lanes, and nothing of them stays', async () => {
  const { uploaded, open } = await heldAfter(2, 'lanes/deleted.mp4');
  const calls = speech.calls;
  const before = ends();
  const answer = await fetch(lessonOf(uploaded), { method: 'DELETE' });
  const { deleted } = receiptSchema.parse(await answer.json());
  // The analysis, its picture, its voices and the lanes.
  expect(deleted.orchestrations).toBe(3 + lanes);
  open();
  // What was under way ends now; nothing follows it.
  await expect.poll(ends, { timeout: 30_000 }).toBe(before + lanes);
  const instances = await fetch(`${cloud.host}/runtime/webhooks/durabletask/instances?top=1000`);
  expect(await instances.text()).not.toContain(jobId(uploaded));
  expect(speech.calls).toBe(calls);
});

test('a lesson that failed in its lanes is analysed again from its first chunk', async () => {
  speech.faults = [{ status: 400, body: '{"error":{"message":"no"}}' }];
  const uploaded = await cloud.uploadFile('lanes/again.mp4', video);
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'failed' });
  const before = speech.calls;
  const again = () => fetch(`${lessonOf(uploaded)}/reanalysis`, { method: 'POST' });
  // It is shown as failed a moment before its analysis has ended.
  await expect.poll(async () => (await again()).status).toBe(202);
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
  expect(speech.calls - before).toBeGreaterThan(3 + lanes);
});
