import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../shared/api/caller.ts';
import { changeDetails } from '../../shared/api/changeDetails.ts';
import { review } from '../../shared/api/review.ts';
import { speakersView } from '../../shared/api/speakersView.ts';
import { transcriptOf } from '../../shared/api/takeAway.ts';
import { teaching } from '../../shared/api/teaching.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import type { CodedQuestion } from '../../shared/lessons/question.ts';
import type { Change } from '../../shared/lessons/reviewEvent.ts';
import type { LessonVoice } from '../../shared/lessons/speakers.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { changeLesson, findLesson } from '../../shared/results/lessons.ts';
import { deleteQuestions, saveQuestions } from '../../shared/results/questions.ts';
import { writeJson } from '../../shared/storage/json.ts';
import { dropVoices, keepVoices } from '../../shared/storage/voices.ts';
import { talk } from '../../testing/madeVoices.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

// Two people take turns of six windows each; the machine took both for the educator's voice.
const people = [0, 1, 0, 1, 0, 1, 0, 1];
const windows = talk(people.map((person) => [person, 6] as const));
const segments = people.map((_, at) => ({
  ...{ start: 5.6 * at, end: 5.6 * at + 4.5, text: 'Is it red?', speaker: 0 },
}));
const turns = segments.map(({ start, end, speaker }) => ({ start, end, speaker }));
const questions = segments.map(
  ({ start, end, text }, at): CodedQuestion => ({
    ...{ id: `q00${at + 1}`, start, end, text, quoted: false, label: 'CEQ', subtype: 'yes-no', confidence: 0.9 },
    ...{ engine: 'local', modelVersion: 'x', waitTimeSeconds: 1, next: 'speech', speaker: 0 },
    ...{ askedBy: 'educator', askedByFrom: 'machine' },
  }),
);
const voices: LessonVoice[] = [
  {
    ...{ speaker: 0, role: 'educator', roleFrom: 'machine', seconds: 36, turns: 8, longestSeconds: 4.5, questions: 8 },
    spans: turns.map(({ start, end }) => ({ start, end })),
  },
];

const place = { siteId: 'north', lessonId: 'a'.repeat(24) };
const recording = { ...place, revision: 'b'.repeat(16) };
const { revision } = recording;
const at = '2026-11-01T00:00:00.000Z';
const result = {
  ...{ revision, completedAt: at, durationSeconds: 60, language: 'en', speechEngine: 'x', speechModel: 'x' },
  ...{ codingEngine: 'x', codingModelVersion: 'x', reviewedCount: 0 },
  metrics: lessonMetrics(questions, { durationSeconds: 60, voice: [], segments: [] }),
  speakers: { state: 'told' as const, voices },
};

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await deleteQuestions(place, { kind: 'all' });
  await saveQuestions(place, revision, questions);
  await writeJson('transcripts', blobPaths.transcript(recording, 'json'), {
    ...{ language: 'en', durationSeconds: 60, engine: 'x', model: 'x', voice: [], segments },
    speakers: { state: 'told', turns },
  });
  await keepVoices(recording, windows);
  await changeLesson(place.siteId, place.lessonId, () => ({
    ...{ id: place.lessonId, siteId: place.siteId, fileName: 'a.mp4', blobName: 'north/a.mp4', title: 'a' },
    ...{ consent: 'given', revision, status: 'completed', sizeBytes: 1, uploadedAt: at, updatedAt: at, result },
  }));
});

const say = async (change: Change, basis?: string) =>
  review(place.lessonId, everyRight, { by: 'coach', change, basis }, (error) => {
    throw error;
  });
const correctOne = () =>
  say({
    kind: 'spoken',
    spans: [segments[1] ?? segments[0]].flatMap((line) => line ?? []).map(spanOf),
    speaker: 1000,
    role: 'child',
  });
const spanOf = ({ start, end }: { start: number; end: number }) => ({ start, end });
const taken = async (): Promise<Change> => {
  const { changes } = await teaching(place.lessonId, everyRight);
  return { kind: 'taught', given: [{ speaker: 1000, spans: changes.map(spanOf) }] };
};
const speakers = async () => (await transcriptOf({ ...place, result })).segments.map(({ speaker }) => speaker);
const figures = async () => (await findLesson(place.siteId, place.lessonId))?.lesson.result?.metrics;

test('one corrected line teaches the others, which change when a person takes them, at once and until it is undone', async () => {
  await correctOne();
  const { changes, examples, etag } = await teaching(place.lessonId, everyRight);
  expect(examples).toBe(1);
  expect(changes.map(({ start, from, to }) => [start, from, to]).sort()).toEqual(
    [3, 5, 7].map((line) => [segments[line]?.start, 0, 1000]).sort(),
  );
  expect(await speakers()).toEqual([0, 1000, 0, 0, 0, 0, 0, 0]);
  const { event, questions: changed } = await say(await taken(), etag);
  expect(await speakers()).toEqual([0, 1000, 0, 1000, 0, 1000, 0, 1000]);
  // Of the educator's questions it is another who broke the silence; after the child's nobody has said who did.
  expect(changed.map(({ id, askedBy, nextBy }) => [id, askedBy, nextBy])).toEqual([
    ['q003', 'educator', 'child'],
    ['q004', 'child', undefined],
    ['q005', 'educator', 'child'],
    ['q006', 'child', undefined],
    ['q007', 'educator', 'child'],
    ['q008', 'child', undefined],
  ]);
  expect(await figures()).toMatchObject({ questionCount: 4, childCount: 4, talk: { children: { turns: 4 } } });
  // What was taken teaches no more: it is what people say.
  expect((await teaching(place.lessonId, everyRight)).changes).toEqual([]);
  await say({ kind: 'undone', event: event.id });
  expect(await speakers()).toEqual([0, 1000, 0, 0, 0, 0, 0, 0]);
  expect(await figures()).toMatchObject({ questionCount: 7, childCount: 1 });
});

test('it is taken only on what the person saw', async () => {
  await correctOne();
  const { etag } = await teaching(place.lessonId, everyRight);
  const change = await taken();
  await say({ kind: 'voices', voices: [{ speaker: 0, role: 'adult' }] });
  await expect(say(change, etag)).rejects.toMatchObject({ status: 412, code: 'changed-meanwhile' });
});

test('without embeddings it is refused with the reason, and roles and corrections stay', async () => {
  await correctOne();
  const until = new Date((await speakersView(place.lessonId, everyRight)).teaching.until ?? '');
  expect(Math.abs(until.getTime() - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000);
  await dropVoices(place.lessonId);
  await expect(teaching(place.lessonId, everyRight)).rejects.toMatchObject({ status: 409, code: 'voices-gone' });
  const view = await speakersView(place.lessonId, everyRight);
  expect(view).toMatchObject({
    teaching: { until: null, why: 'voices-gone' },
    voices: [{ role: 'educator' }, { role: 'child' }],
  });
});

test('a consent that is withheld takes the embeddings, another change of details leaves them', async () => {
  const admin: Caller = { name: null, id: null, roles: ['admin'] };
  await changeDetails(place, { title: 'Boats' }, undefined, admin);
  expect((await teaching(place.lessonId, everyRight)).changes).toEqual([]);
  await changeDetails(place, { consent: 'withheld' }, undefined, admin);
  await expect(teaching(place.lessonId, everyRight)).rejects.toMatchObject({ code: 'voices-gone' });
});
