import { randomUUID } from 'node:crypto';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepReviewsSince } from '../../shared/backup/keepReviews.ts';
import { keepEvents, readReviewBackup } from '../../shared/backup/reviewBackup.ts';
import type { ReviewEvent } from '../../shared/lessons/reviewEvent.ts';
import { restoreLesson } from '../../shared/recovery/restoreLesson.ts';
import { restoreShard, shards } from '../../shared/recovery/restoreShard.ts';
import { deleteLessonDocument, findLesson } from '../../shared/results/lessons.ts';
import { deleteQuestions, listQuestions } from '../../shared/results/questions.ts';
import { appendEvent, readReviewing } from '../../shared/results/reviewing.ts';
import { keepVoices, readVoices } from '../../shared/storage/voices.ts';
import { analysisOf, questionOf } from '../../testing/analysis.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
let transcripts: ContainerClient;

beforeAll(async () => {
  stores = await startStores();
  transcripts = BlobServiceClient.fromConnectionString(stores.storage).getContainerClient('transcripts');
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();
/** Ada's code of a question, as the event with this number. */
const coded = (question: string, sequence: number, when = at(sequence)): ReviewEvent => ({
  id: randomUUID(),
  sequence,
  at: when,
  by: 'Ada',
  change: { kind: 'code', question, label: 'CEQ' },
  before: {},
  found: [questionOf(question)],
});

/** Lays an analysis into storage; what follows knows it by its source. */
async function laid(...options: Parameters<typeof analysisOf>) {
  const { source, ...rest } = analysisOf(...options);
  const text = JSON.stringify({ source, ...rest });
  const blob = transcripts.getBlockBlobClient(`${source.lessonId}/${source.revision}/analysis.json`);
  await blob.upload(text, Buffer.byteLength(text));
  return { source, blob };
}

test('twenty reviews of one lesson at once are all kept', async () => {
  const { source } = await laid('busy/a.mp4', {}, 20);
  await restoreLesson(source.lessonId);
  const ids = Array.from({ length: 20 }, (_, index) => `q${String(index + 1).padStart(3, '0')}`);
  const events = ids.map((id, index) => coded(id, index + 1));
  await Promise.all(events.map((event) => keepEvents(source, [event])));
  const people = await readReviewBackup(source.lessonId);
  const kept = people === 'damaged' ? [] : (people.events[source.revision] ?? []);
  expect(kept.toSorted((a, b) => a.sequence - b.sequence)).toEqual(events);
});

test('a damaged file of reviews is told, is not written over, and does not keep the lesson from coming back', async () => {
  const { source } = await laid('damaged/a.mp4');
  const people = transcripts.getBlockBlobClient(`${source.lessonId}/people.json`);
  await people.upload('{"reviews":', 11);
  const report = await restoreLesson(source.lessonId);
  expect(report).toMatchObject({ lessons: 1, problems: [{ path: `transcripts/${source.lessonId}/people.json` }] });
  await expect(keepEvents(source, [coded('q001', 1)])).rejects.toThrow('damaged');
  expect((await people.downloadToBuffer()).toString()).toBe('{"reviews":');
});

test('a lesson that the database has lost comes back without embeddings of voices, and one that it has keeps them', async () => {
  const { source } = await laid('voices/a.mp4');
  const embedding = { start: 0, end: 1, vector: Float32Array.of(1, 0) };
  await keepVoices(source, [embedding]);
  await restoreLesson(source.lessonId);
  expect(await readVoices(source)).toBeNull();
  await keepVoices(source, [embedding]);
  await restoreLesson(source.lessonId);
  expect(await readVoices(source)).toEqual([embedding]);
});

test('what storage could not keep when it was said is kept by the hour, and only once', async () => {
  const { source } = await laid('late/a.mp4');
  await restoreLesson(source.lessonId);
  const since = new Date();
  const now = () => new Date().toISOString();
  const events = [coded('q001', 1, now()), coded('q002', 2, now())];
  for (const event of events) expect(await appendEvent(source, source.revision, event)).toBe(true);
  expect(await keepReviewsSince(since)).toMatchObject({ failed: 0 });
  expect(await keepReviewsSince(since)).toMatchObject({ failed: 0 });
  expect(await readReviewBackup(source.lessonId)).toMatchObject({ events: { [source.revision]: events } });
});

test('of several revisions the last completed one is the result; of the others come back what people reviewed', async () => {
  const first = await laid('twice/a.mp4', { completedAt: at(1) });
  const source = { ...first.source, revision: 'c'.repeat(16), etag: '"second"', uploadedAt: at(2) };
  const second = analysisOf('twice/a.mp4', { completedAt: at(3), revision: source.revision });
  const text = JSON.stringify({ ...second, source });
  await transcripts.getBlockBlobClient(`${source.lessonId}/${source.revision}/analysis.json`).upload(text, text.length);
  await restoreLesson(source.lessonId);
  await keepEvents(first.source, [coded('q002', 1)]);
  await deleteQuestions(source, { kind: 'all' });
  await deleteLessonDocument(source.siteId, source.lessonId);
  expect(await restoreLesson(source.lessonId)).toMatchObject({ lessons: 1, questions: 2, reviews: 1 });
  expect((await findLesson(source.siteId, source.lessonId))?.lesson).toMatchObject({
    revision: source.revision,
    earlierRevisions: [first.source.revision],
    result: { revision: source.revision },
  });
  const old = await readReviewing(source, first.source.revision);
  expect(old.state.questions).toMatchObject([{ id: 'q002', review: { label: 'CEQ', by: 'Ada' } }]);
});

test('a lesson that is deleted while it comes back stays deleted', async () => {
  const { source, blob } = await laid('doomed/a.mp4', {}, 300);
  const restoring = restoreLesson(source.lessonId);
  await expect
    .poll(async () => (await listQuestions(source, source.revision)).length, { interval: 5 })
    .toBeGreaterThan(0);
  await blob.delete();
  await restoring;
  expect(await listQuestions(source, source.revision)).toEqual([]);
  expect(await findLesson(source.siteId, source.lessonId)).toBeNull();
});

test('a shard that runs out of time says where it stopped, and goes on from there', async () => {
  const lessons = await Promise.all(Array.from({ length: 40 }, (_, index) => laid(`many/${index}.mp4`, {}, 1)));
  const ids = new Set(lessons.map(({ source }) => source.lessonId));
  let calls = 0;
  // All hexadecimal prefixes of one digit hold several lessons here; the two-digit ones hold hardly more than one.
  for (const shard of new Set(shards.map((name) => name.slice(0, 1)))) {
    for (let after: string | null = null; ; calls += 1) {
      const part: Awaited<ReturnType<typeof restoreShard>> = await restoreShard(shard, { after, within: 0 });
      if (part.next === null) break;
      after = part.next;
    }
  }
  expect(calls).toBeGreaterThan(0);
  for (const { source } of lessons)
    expect((await findLesson('many', source.lessonId))?.lesson.status).toBe('completed');
  expect(ids.size).toBe(40);
});
