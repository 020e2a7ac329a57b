import { afterAll, beforeAll, expect, test } from 'vitest';
import { progressQuerySchema } from '../../shared/api/contract.ts';
import { progressView } from '../../shared/api/progressView.ts';
import { sourceOf } from '../../shared/lessons/admission.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { changeLesson, withUpload } from '../../shared/results/lessons.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(async () => {
  await stores?.[Symbol.asyncDispose]();
});

const video = { etag: '"1"', sizeBytes: 1000, uploadedAt: new Date('2026-03-01T09:00:00Z') };

async function stored(blobName: string, more: Partial<Lesson>): Promise<Lesson> {
  const source = sourceOf({ ...video, blobName });
  const lesson = { ...withUpload(null, source, new Date('2026-03-01T10:00:00Z')), ...more };
  await changeLesson(lesson.siteId, lesson.id, () => lesson);
  return lesson;
}

test('one answer tells of lessons of several sites; only what moves is asked for, and what is unknown left out', async () => {
  const running = await stored('north/running.mp4', { status: 'running' });
  const filming = await stored('south/filming.mp4', { status: 'completed' });
  const done = await stored('south/done.mp4', {
    status: 'completed',
    picture: { kind: 'none', reason: 'sound alone' },
  });
  const asked: string[] = [];
  const { lessons } = await progressView(
    [running.id, filming.id, done.id, 'f'.repeat(24), running.id],
    everyRight,
    async ({ id }) => {
      asked.push(id);
      return id === running.id ? { stage: 'speech', done: 2, total: 9 } : undefined;
    },
  );
  const at = ({ id, revision }: Lesson) => ({ id, revision });
  expect(lessons).toHaveLength(3);
  expect(lessons).toEqual(
    expect.arrayContaining([
      { ...at(running), status: 'running', pictured: false, progress: { stage: 'speech', done: 2, total: 9 } },
      { ...at(filming), status: 'completed', pictured: false },
      { ...at(done), status: 'completed', pictured: true },
    ]),
  );
  expect(asked.sort()).toEqual([running.id, filming.id].sort());
});

test('200 lessons can be asked after, and nothing else than ids', async () => {
  const ids = (count: number) => Array.from({ length: count }, () => 'a'.repeat(24)).join(',');
  const taken = (lessons: string) => progressQuerySchema.safeParse({ lessons }).success;
  expect([ids(1), ids(200)].map(taken)).toEqual([true, true]);
  expect(['', ids(201), `${ids(1)},`, 'all', `${ids(1)} OR 1=1`].map(taken)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
