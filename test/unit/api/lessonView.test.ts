import { expect, test } from 'vitest';
import { lessonResponseSchema } from '../../../shared/api/contract.ts';
import { lessonView } from '../../../shared/api/lessonView.ts';
import type { Lesson } from '../../../shared/lessons/lesson.ts';

const key = { id: 'a'.repeat(24), siteId: 'north', fileName: 'boats.mp4', blobName: 'north/boats.mp4', revision: 'b' };
const shownToAll: Lesson = {
  ...key,
  status: 'failed',
  sizeBytes: 5,
  uploadedAt: '2026-11-01T10:00:00.000Z',
  updatedAt: '2026-11-03T10:00:00.000Z',
  title: 'Boats',
  consent: 'given',
  retainUntil: '2031-01-31',
  hold: true,
  recordedOn: '2026-10-31',
  failure: { code: 'file-empty', message: 'It is empty.' },
};
const lesson: Lesson & Record<string, unknown> = {
  ...shownToAll,
  educator: 'Ms. Rivera',
  earlierRevisions: ['c'],
  picture: { kind: 'none', reason: 'sound only' },
  // What a later version may add.
  seating: 'in a circle',
};
const caller = (role: 'uploader' | 'coach') => ({ name: 'Ana Ortiz', id: '42', roles: [role] });
const progress = { stage: 'transcribe', done: 1, total: 3 };

test('an uploader is shown of a lesson what is named for them, and of what comes later nothing', async () => {
  expect(await lessonView(lesson, caller('uploader'), progress)).toEqual({
    ...shownToAll,
    // Not when somebody last changed it.
    updatedAt: shownToAll.uploadedAt,
    progress,
  });
});

test('a coach is shown all of it', async () => {
  expect(await lessonView(lesson, caller('coach'), undefined)).toEqual(lesson);
});

test('what an uploader is shown is a lesson as the API describes it', async () => {
  const view = await lessonView(lesson, caller('uploader'), undefined);
  expect(lessonResponseSchema.safeParse(view).error).toBeUndefined();
});
