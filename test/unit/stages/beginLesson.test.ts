import { expect, test } from 'vitest';
import { sourceOf } from '../../../shared/lessons/admission.ts';
import { withUpload } from '../../../shared/results/lessons.ts';
import { beginLesson } from '../../../shared/stages/beginLesson.ts';
import { memoryStores } from '../../../testing/memoryStores.ts';

const uploadedAs = (etag: string) => ({
  ...{ blobName: 'school/boats.mp4', etag, sizeBytes: 1000 },
  uploadedAt: new Date('2026-03-01T09:00:00Z'),
});
const [first, second] = [uploadedAs('"1"'), uploadedAs('"2"')];

test('the newest upload’s lesson is shown as running, its video marked for as long as it is kept, and nothing sent', async () => {
  const stores = memoryStores([first]);
  const source = sourceOf(first);
  await beginLesson(source, stores);
  expect(stores.lessons.get(source.lessonId)).toMatchObject({ status: 'running', revision: source.revision });
  expect(stores.tags.get(first.blobName)).toEqual({ retention: 'default' });
  expect(stores.jobs).toEqual([]);
  // An earlier analysis's voices are not this one's.
  expect(stores.deleted).toEqual([`voices/${source.lessonId}/`]);
});

test('an ETag is the same with quotes and without', async () => {
  const stores = memoryStores([first]);
  await beginLesson({ ...sourceOf(first), etag: '1' }, stores);
  expect(stores.lessons.size).toBe(1);
});

test('a superseded upload ends, and the present one’s job is sent again in case nobody has seen it', async () => {
  const old = sourceOf(first);
  const stores = memoryStores([second]);
  await expect(beginLesson(old, stores)).rejects.toMatchObject({ name: 'PermanentError', code: 'superseded' });
  expect(stores.jobs).toEqual([sourceOf(second)]);
  expect([stores.lessons.size, stores.tags.size]).toEqual([0, 0]);
});

test('of a video that was deleted, nothing is shown and nothing sent', async () => {
  const source = sourceOf(first);
  const lesson = withUpload(null, source, new Date('2026-03-01T10:00:00Z'));
  const stores = memoryStores([], [{ ...lesson, status: 'completed' }]);
  await expect(beginLesson(source, stores)).rejects.toMatchObject({ name: 'PermanentError', code: 'video-gone' });
  expect(stores.lessons.get(source.lessonId)?.status).toBe('completed');
  expect(stores.jobs).toEqual([]);
});
