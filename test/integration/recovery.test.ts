import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepReviewsSince } from '../../shared/backup/keepReviews.ts';
import { keepReview, readReviewBackup } from '../../shared/backup/reviewBackup.ts';
import type { Review } from '../../shared/lessons/question.ts';
import { restoreLesson } from '../../shared/recovery/restoreLesson.ts';
import { restoreShard, shards } from '../../shared/recovery/restoreShard.ts';
import { deleteLessonDocument, findLesson } from '../../shared/results/lessons.ts';
import { deleteQuestions, listQuestions } from '../../shared/results/questions.ts';
import { saveReview } from '../../shared/results/reviews.ts';
import { analysisOf } from '../../testing/analysis.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
let transcripts: ContainerClient;

beforeAll(async () => {
  stores = await startStores();
  transcripts = BlobServiceClient.fromConnectionString(stores.storage).getContainerClient('transcripts');
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString();
const reviewAt = (second: number): Review => ({ label: 'OEQ', by: 'Ada', at: at(second) });

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
  await Promise.all(ids.map((id, index) => keepReview(source, id, reviewAt(index), at(index))));
  const people = await readReviewBackup(source.lessonId);
  expect(people).toMatchObject({
    reviews: { [source.revision]: Object.fromEntries(ids.map((id) => [id, { review: {} }])) },
  });
});

test('a damaged file of reviews is told, is not written over, and does not keep the lesson from coming back', async () => {
  const { source } = await laid('damaged/a.mp4');
  const people = transcripts.getBlockBlobClient(`${source.lessonId}/people.json`);
  await people.upload('{"reviews":', 11);
  const report = await restoreLesson(source.lessonId);
  expect(report).toMatchObject({ lessons: 1, problems: [{ path: `transcripts/${source.lessonId}/people.json` }] });
  await expect(keepReview(source, 'q001', reviewAt(1), at(1))).rejects.toThrow('damaged');
  expect((await people.downloadToBuffer()).toString()).toBe('{"reviews":');
});

test('what storage could not keep when it was said is kept by the hour, a review that was taken back as well', async () => {
  const { source } = await laid('late/a.mp4');
  await restoreLesson(source.lessonId);
  const since = new Date();
  const now = () => new Date().toISOString();
  await saveReview(source, source.revision, 'q001', { ...reviewAt(1), at: now() }, undefined, now());
  await saveReview(source, source.revision, 'q002', { ...reviewAt(2), at: now() }, undefined, now());
  await saveReview(source, source.revision, 'q002', null, undefined, now());
  expect(await keepReviewsSince(since)).toMatchObject({ failed: 0 });
  expect(await readReviewBackup(source.lessonId)).toMatchObject({
    reviews: { [source.revision]: { q001: { review: { by: 'Ada' } }, q002: { review: null } } },
  });
});

test('of several revisions the last completed one is the result; of the others come back what people reviewed', async () => {
  const first = await laid('twice/a.mp4', { completedAt: at(1) });
  const source = { ...first.source, revision: 'c'.repeat(16), etag: '"second"', uploadedAt: at(2) };
  const second = analysisOf('twice/a.mp4', { completedAt: at(3), revision: source.revision });
  const text = JSON.stringify({ ...second, source });
  await transcripts.getBlockBlobClient(`${source.lessonId}/${source.revision}/analysis.json`).upload(text, text.length);
  await restoreLesson(source.lessonId);
  await keepReview(first.source, 'q002', reviewAt(2), at(2));
  await deleteQuestions(source, { kind: 'all' });
  await deleteLessonDocument(source.siteId, source.lessonId);
  expect(await restoreLesson(source.lessonId)).toMatchObject({ lessons: 1, questions: 3, reviews: 1 });
  expect((await findLesson(source.siteId, source.lessonId))?.lesson).toMatchObject({
    revision: source.revision,
    earlierRevisions: [first.source.revision],
    result: { revision: source.revision },
  });
  const old = await listQuestions(source, first.source.revision);
  expect(old.map(({ question }) => question.id)).toEqual(['q002']);
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
