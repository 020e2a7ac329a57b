import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosmosClient } from '@azure/cosmos';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { receiptSchema } from '../../shared/api/contract.ts';
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
    settings: { ...speech.settings, SOFT_DELETE_DAYS: '7' },
  });
});
afterEach(() => {
  speech.gate = undefined;
  speech.always = undefined;
});
afterAll(async () => {
  await cloud?.[Symbol.asyncDispose]();
  await speech?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const address = ({ lessonId }: Uploaded, rest = '') => `${cloud.host}/api/v1/lessons/${lessonId}${rest}`;
const remove = (uploaded: Uploaded) => fetch(address(uploaded, '?by=Ms+Ortiz'), { method: 'DELETE' });
const again = (uploaded: Uploaded) => fetch(address(uploaded, '/reanalysis'), { method: 'POST' });
const codeOf = async (answer: Response) => ({ status: answer.status, ...((await answer.json()) as { code: string }) });

/** Waits until nothing of an analysis runs any more, its picture included. */
async function idle(uploaded: Uploaded): Promise<void> {
  await cloud.ended(uploaded);
  await expect
    .poll(async () => (await cloud.api.lesson(uploaded.lessonId))?.progress?.stage, { timeout: 60_000 })
    .toBe('done');
}

/** Everything anywhere that still carries the lesson's id: blobs, documents, the task hub's instances. */
async function traces({ lessonId }: Uploaded): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of cloud.blobs.listContainers()) {
    for await (const blob of cloud.blobs.getContainerClient(name).listBlobsFlat({ includeSnapshots: true })) {
      if (blob.name.includes(lessonId)) found.push(`${name}/${blob.name}`);
    }
  }
  const database = new CosmosClient(cloud.stack.endpoints.cosmos ?? '').database('askwell');
  for (const container of ['lessons', 'questions']) {
    const { resources } = await database.container(container).items.query('SELECT * FROM c').fetchAll();
    found.push(
      ...resources.filter((row) => JSON.stringify(row).includes(lessonId)).map((row) => `${container}/${row.id}`),
    );
  }
  const storage = cloud.stack.endpoints.storage ?? '';
  const insecure = { allowInsecureConnection: true };
  for await (const { name = '' } of TableServiceClient.fromConnectionString(storage, insecure).listTables()) {
    // Who deleted it, when: that stays, with the id alone. And the second sweep, which knows what to look for.
    if (name === 'audit') continue;
    for await (const row of TableClient.fromConnectionString(storage, name, insecure).listEntities()) {
      const text = JSON.stringify(row);
      if (text.includes(lessonId) && !text.includes('"revisions'))
        found.push(`${name} ${row.partitionKey} ${row.rowKey}`);
    }
  }
  return found;
}

test('deleting a lesson leaves nothing of it anywhere, and says what it deleted', async () => {
  const uploaded = await cloud.uploadFile('deletion/lesson.mp4', video);
  await idle(uploaded);
  expect((await traces(uploaded)).length).toBeGreaterThan(8);
  const answer = await remove(uploaded);
  expect(answer.status).toBe(200);
  const receipt = receiptSchema.parse(await answer.json());
  expect(receipt).toMatchObject({
    by: 'Ms Ortiz',
    deleted: { videos: 1, work: 0, questions: 2, lessons: 1, orchestrations: 3 },
    sweepAgainAt: null,
  });
  expect(receipt.deleted.media).toBeGreaterThanOrEqual(1);
  expect(receipt.deleted.transcripts).toBeGreaterThanOrEqual(5);
  const kept = new Date(receipt.recoverableUntil ?? 0).getTime() - new Date(receipt.deletedAt).getTime();
  expect(kept / 86_400_000).toBeCloseTo(7);
  expect(await traces(uploaded)).toEqual([]);
  expect(await codeOf(await remove(uploaded))).toMatchObject({ status: 404, code: 'unknown-lesson' });
  expect(await cloud.blobs.getContainerClient('videos').getBlobClient('deletion/lesson.mp4').exists()).toBe(false);
});

test('an earlier upload of the same lesson goes, too', async () => {
  const first = await cloud.uploadFile('deletion/twice.mp4', video);
  await idle(first);
  const second = await cloud.uploadFile('deletion/twice.mp4', video);
  await idle(second);
  expect((await remove(second)).status).toBe(200);
  expect(await traces(first)).toEqual([]);
});

test('a lesson whose analysis is under way is stopped first, and does not come back', async () => {
  const gate = Promise.withResolvers<void>();
  speech.gate = gate.promise;
  const before = speech.calls;
  const uploaded = await cloud.uploadFile('deletion/running.mp4', video);
  await expect.poll(() => speech.calls, { timeout: 60_000 }).toBe(before + 1);
  const completed = () =>
    cloud.lines.filter((line) => /activity\.(completed|failed|retried).*transcribeChunk/.test(line)).length;
  const until = completed();
  const receipt = receiptSchema.parse(await (await remove(uploaded)).json());
  expect(receipt.sweepAgainAt).not.toBeNull();
  gate.resolve();
  // The activity that was under way ends now; nothing may follow it.
  await expect.poll(completed, { timeout: 30_000 }).toBe(until + 1);
  expect((await fetch(address(uploaded))).status).toBe(404);
  const left = (await traces(uploaded)).filter((trace) => !trace.startsWith('work/'));
  expect(left).toEqual([]);
});

test('a lesson that failed is analysed again when it is asked for', async () => {
  speech.always = { status: 400, body: '{"error":{"message":"no"}}' };
  const uploaded = await cloud.uploadFile('again/failed.mp4', video);
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'failed' });
  speech.always = undefined;
  // The lesson is shown as failed a moment before its analysis has ended.
  await expect.poll(async () => codeOf(await again(uploaded))).toMatchObject({ status: 'running' });
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
});

test('an analysis that is done is done again, and keeps what people coded', async () => {
  const uploaded = await cloud.uploadFile('again/done.mp4', video);
  await idle(uploaded);
  const [first] = (await cloud.questions(uploaded)).questions;
  await fetch(address(uploaded, `/questions/${first?.id}/review`), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ label: 'CEQ', by: 'Ms Ortiz' }),
  });
  const calls = speech.calls;
  expect((await again(uploaded)).status).toBe(202);
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
  expect(speech.calls).toBe(calls + 1);
  const { questions } = await cloud.questions(uploaded);
  expect(questions).toHaveLength(2);
  expect(questions[0]).toMatchObject({ label: 'OEQ', review: { label: 'CEQ', by: 'Ms Ortiz' } });
});

test('an analysis that is running is not started a second time', async () => {
  const gate = Promise.withResolvers<void>();
  speech.gate = gate.promise;
  const before = speech.calls;
  const uploaded = await cloud.uploadFile('again/running.mp4', video);
  await expect.poll(() => speech.calls, { timeout: 60_000 }).toBe(before + 1);
  expect(await codeOf(await again(uploaded))).toMatchObject({ status: 409, code: 'running' });
  gate.resolve();
  expect(await cloud.ended(uploaded)).toMatchObject({ status: 'completed' });
});

test('a lesson without its video cannot be analysed again, and says so', async () => {
  const uploaded = await cloud.uploadFile('again/gone.mp4', video);
  await idle(uploaded);
  await cloud.blobs.getContainerClient('videos').deleteBlob('again/gone.mp4');
  expect(await codeOf(await again(uploaded))).toMatchObject({ status: 409, code: 'video-gone' });
  expect(await cloud.api.lesson(uploaded.lessonId)).toMatchObject({ status: 'completed' });
});

test('what an analysis wrote after the deletion is swept, and a newer upload is not', async () => {
  const deleted = { lessonId: 'd'.repeat(24), revision: 'a'.repeat(16) };
  const newer = { ...deleted, revision: 'b'.repeat(16) };
  const transcripts = cloud.blobs.getContainerClient('transcripts');
  const blobOf = (of: Uploaded) => transcripts.getBlockBlobClient(`${of.lessonId}/${of.revision}/transcript.json`);
  for (const of of [deleted, newer]) await blobOf(of).upload('{}', 2);
  const at = new Date(Date.now() - 1000).toISOString();
  const answer = await fetch(`${cloud.host}/runtime/webhooks/durabletask/orchestrators/sweepDeleted`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ siteId: 'x', lessonId: deleted.lessonId, revisions: [deleted.revision], at }),
  });
  expect(answer.status).toBe(202);
  await expect.poll(() => blobOf(deleted).exists(), { timeout: 20_000 }).toBe(false);
  expect(await blobOf(newer).exists()).toBe(true);
});

test('a lesson whose day is over is deleted in the night, one on hold and one whose day is to come are not', async () => {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const details = [{ retainUntil: day(-1) }, { retainUntil: day(-1), hold: true }, { retainUntil: day(0) }];
  const lessons: Uploaded[] = [];
  for (const [index, change] of details.entries()) {
    const uploaded = await cloud.uploadFile(`retired/${index}.mp4`, video);
    await cloud.ended(uploaded);
    const headers = { 'content-type': 'application/json' };
    const changed = await fetch(address(uploaded), { method: 'PATCH', headers, body: JSON.stringify(change) });
    expect(changed.status).toBe(200);
    lessons.push(uploaded);
  }
  const tags = async (index: number) =>
    (await cloud.blobs.getContainerClient('videos').getBlobClient(`retired/${index}.mp4`).getTags()).tags;
  expect([await tags(0), await tags(1)]).toEqual([{ retention: 'dated' }, { retention: 'hold' }]);
  const run = await cloud.admin('functions/retireLessons', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(run.status).toBe(202);
  const status = async (index: number) => (await fetch(address(lessons[index] as Uploaded))).status;
  await expect.poll(() => status(0), { timeout: 20_000 }).toBe(404);
  expect([await status(1), await status(2)]).toEqual([200, 200]);
});
