import { afterAll, beforeAll, expect, test } from 'vitest';
import { lessonResponseSchema } from '../../shared/api/contract.ts';
import { lessonView, maskedView } from '../../shared/api/lessonView.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import { writeJson } from '../../shared/storage/json.ts';
import { analysisOf } from '../../testing/analysis.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

const { source, result } = analysisOf('River School/Priyanka builds.mp4');
const { lessonId, siteId, fileName, blobName, revision, sizeBytes, uploadedAt } = source;
const measured = { seconds: 20, turns: 3, longestSeconds: 9, questions: 1 };
const voices = [{ speaker: 0, role: 'child' as const, roleFrom: 'person' as const, label: 'Priyanka', ...measured }];
const lesson: Lesson = {
  ...{ id: lessonId, siteId, fileName, blobName, revision, sizeBytes, uploadedAt, updatedAt: uploadedAt },
  ...{ status: 'completed', consent: 'given', title: 'Boats with Priyanka', educator: 'Ms. Rivera' },
  ...{ educatorAccount: 'rivera@school.org', sharedWith: ['kim@school.org'] },
  result: { ...result, speakers: { state: 'told', voices } },
};
const names = /Priyanka|Rivera|rivera|kim@|River School/;

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
  const segments = [{ start: 10, end: 11, text: 'Why did it sink, Priyanka?' }];
  const transcript = { language: 'en', durationSeconds: 40, engine: 'x', model: 'x', segments, voice: [] };
  await writeJson('transcripts', blobPaths.transcript({ lessonId, revision }, 'json'), transcript);
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const admin = { name: 'Ana Ortiz', id: '42', roles: ['admin' as const] };

test('a lesson is shown with its names masked, and what is no name as it is', async () => {
  const view = await lessonView(lesson, admin, undefined);
  expect(JSON.stringify(view)).toMatch(names);
  const masked = await maskedView(view, lesson);
  expect(JSON.stringify(masked)).not.toMatch(names);
  expect(lessonResponseSchema.parse(masked)).toMatchObject({
    ...{ id: lessonId, status: 'completed', consent: 'given', siteId: '[school]' },
    ...{ title: expect.stringMatching(/^Boats with \[name \d\]$/), fileName: `lesson-${lessonId.slice(0, 8)}.mp4` },
    result: { metrics: result.metrics, speakers: { voices: [{ speaker: 0, role: 'child' }] } },
  });
});

test('one without a result, or whose transcript was deleted, is masked by its roster and what is recognised', async () => {
  const { result: _, ...failed } = lesson;
  const gone: Lesson = { ...lesson, result: { ...result, revision: 'f'.repeat(16) } };
  for (const one of [{ ...failed, status: 'failed' as const }, gone]) {
    const masked = await maskedView(await lessonView(one, admin, undefined), one);
    expect(JSON.stringify(masked)).not.toMatch(/Rivera|rivera|River School|builds/);
  }
});
