import { expect, test } from 'vitest';
import { blobPaths } from '../../../shared/lessons/blobPaths.ts';

const key = { lessonId: 'a'.repeat(24), revision: 'b'.repeat(16) };
const { prefix, people, arrival, departure, study, coding, codings, transcript, ...others } = blobPaths;
const { removals, removalPlan, mutedOriginal, ...ofRevision } = others;
const { audioChunk, chunkTranscript, chunkVoice, chunkEmbeddings, videoPiece, ...single } = ofRevision;

test('what an upload’s analysis writes lies under its lesson and revision, each in a place of its own', () => {
  const paths = [
    ...Object.values(single).map((path) => path(key)),
    ...(['vtt', 'srt', 'json'] as const).map((ending) => transcript(key, ending)),
    ...[audioChunk, chunkTranscript, chunkVoice, chunkEmbeddings, videoPiece].flatMap((path) => [
      path(key, 0),
      path(key, 1),
      path(key, 10_000),
    ]),
  ];
  expect(prefix(key)).toBe(`${key.lessonId}/${key.revision}/`);
  for (const path of paths) expect(path).toMatch(new RegExp(`^${prefix(key)}[a-z0-9]+(/[0-9]+)?\\.[a-z0-9]+$`));
  expect(new Set(paths).size).toBe(paths.length);
});

test('pieces lie in their order by name', () => {
  const names = [0, 9, 10, 99, 100, 999].map((index) => audioChunk(key, index));
  expect(names.toSorted()).toEqual(names);
});

test('a study’s plan lies beside the lessons, where no lesson takes it away', () => {
  expect(study('c'.repeat(24))).toBe(`studies/${'c'.repeat(24)}.json`);
});

test('where a lesson came from goes with its results, and where it went outlasts them', () => {
  expect(arrival(key.lessonId)).toMatch(new RegExp(`^${key.lessonId}/[a-z]+\\.json$`));
  expect(departure(key.lessonId)).toBe(`moves/${key.lessonId}.json`);
});

test('what was coded of a lesson in a study lies under the prefix by which it is deleted', () => {
  const [lessonId, studyId] = ['a'.repeat(24), 'c'.repeat(24)];
  expect(coding(lessonId, studyId, 'settled')).toBe(`${lessonId}/studies/${studyId}/settled.json`);
  expect(coding(lessonId, studyId, 'settled').startsWith(codings(lessonId, studyId))).toBe(true);
});

test('what people said of a lesson lies beside its revisions, so that none takes it away', () => {
  expect(coding(key.lessonId, 'c'.repeat(24), 'settled')).toBe(
    `${key.lessonId}/studies/${'c'.repeat(24)}/settled.json`,
  );
  expect(people(key.lessonId)).toMatch(new RegExp(`^${key.lessonId}/[a-z]+\\.json$`));
});

test('what is known of removed voices lies with the lesson, and a muted video is another file than the one before', () => {
  expect([removals(key.lessonId), removalPlan(key.lessonId)]).toEqual([
    `${key.lessonId}/removals.json`,
    `${key.lessonId}/removal.json`,
  ]);
  expect(mutedOriginal(key)).toBe(`${prefix(key)}original`);
  expect([blobPaths.video(key), blobPaths.video(key, 1), blobPaths.video(key, 2)]).toEqual(
    ['web.mp4', 'web-1.mp4', 'web-2.mp4'].map((name) => `${prefix(key)}${name}`),
  );
});
