import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reviewRequestSchema } from '../../shared/api/contract.ts';
import { questionsView } from '../../shared/api/questionsView.ts';
import { review } from '../../shared/api/review.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import type { CodedQuestion, Label } from '../../shared/lessons/question.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { changeLesson, findLesson } from '../../shared/results/lessons.ts';
import { deleteQuestions, saveQuestions } from '../../shared/results/questions.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

const place = { siteId: 'north', lessonId: 'a'.repeat(24) };
const revision = 'b'.repeat(16);
const questions: CodedQuestion[] = Array.from({ length: 20 }, (_, index) => ({
  id: `q${String(index + 1).padStart(3, '0')}`,
  start: index * 3,
  end: index * 3 + 1,
  text: index === 0 ? 'Why did it sink?' : 'Is it red?',
  quoted: false,
  label: index === 0 ? 'OEQ' : 'CEQ',
  subtype: index === 0 ? 'explain' : 'yes-no',
  confidence: 0.9,
  engine: 'local',
  modelVersion: 'local-00000000',
  waitTimeSeconds: index % 5,
  next: 'speech',
}));
const recording = { durationSeconds: 60, voice: [{ start: 0, end: 30 }], segments: [] };

let stores: Stores;

beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await deleteQuestions(place, { kind: 'all' });
  await saveQuestions(place, revision, questions);
  const lesson: Lesson = {
    id: place.lessonId,
    siteId: place.siteId,
    fileName: 'a.mp4',
    blobName: 'north/a.mp4',
    title: 'a',
    consent: 'unknown',
    revision,
    status: 'completed',
    sizeBytes: 1,
    uploadedAt: '2026-11-01T00:00:00.000Z',
    updatedAt: '2026-11-01T00:00:00.000Z',
    result: {
      revision,
      completedAt: '2026-11-01T00:00:00.000Z',
      durationSeconds: 60,
      language: 'en',
      speechEngine: 'x',
      speechModel: 'x',
      codingEngine: 'x',
      codingModelVersion: 'x',
      metrics: lessonMetrics(questions, recording),
      reviewedCount: 0,
    },
  };
  await changeLesson(place.siteId, place.lessonId, () => lesson);
});

const at = (questionId: string) => ({ id: place.lessonId, questionId });
const code = (label: Label, by = 'coach') => ({ label, by, at: '2026-11-21T10:00:00.000Z' });
const neverStale = (error: Error) => {
  throw error;
};
const put = (questionId: string, label: Label, basis?: string) =>
  review(at(questionId), code(label), basis, neverStale);
const undo = (questionId: string, basis?: string) => review(at(questionId), null, basis, neverStale);
const result = async () => (await findLesson(place.siteId, place.lessonId))?.lesson.result;

describe('a review', () => {
  test('counts at once in the metrics of the lesson and of its questions, and speech share stays', async () => {
    await put('q002', 'OEQ');
    const stored = await result();
    expect(stored).toMatchObject({ reviewedCount: 1, metrics: { openCount: 2, openShare: 0.1, speechShare: 0.5 } });
    const { metrics, reviewedCount } = await questionsView(place.lessonId, { evidence: false });
    expect({ metrics, reviewedCount }).toEqual({ metrics: stored?.metrics, reviewedCount: 1 });
  });

  test('taken back leaves everything as the machine had it', async () => {
    const before = await result();
    const { etag } = await put('q002', 'OEQ');
    const undone = await undo('q002', `W/"${etag}"`);
    expect(undone.review).toBeUndefined();
    expect(await result()).toEqual(before);
    expect((await undo('q002')).etag).toBe(undone.etag);
  });

  test('of two people, each based on what they saw, is one review and one conflict', async () => {
    const [question] = (await questionsView(place.lessonId, { evidence: false })).questions;
    const outcomes = await Promise.allSettled(
      ['OEQ', 'CEQ'].map((label) => put('q001', label === 'OEQ' ? 'OEQ' : 'CEQ', question?.etag)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { status: 412, code: 'changed-meanwhile' },
    });
    await expect(undo('q001', question?.etag)).rejects.toMatchObject({ status: 412 });
  });

  test('of every question at once ends in metrics that know them all', async () => {
    await Promise.all(questions.map(({ id }) => put(id, 'OEQ')));
    expect(await result()).toMatchObject({ reviewedCount: 20, metrics: { openCount: 20, openShare: 1 } });
  });

  test.each(['q999', 'x'.repeat(64)])('of the question %s, which there is not, is 404', async (questionId) => {
    await expect(put(questionId, 'OEQ')).rejects.toMatchObject({ status: 404, code: 'unknown-question' });
    await expect(undo(questionId)).rejects.toMatchObject({ status: 404 });
  });

  test.each([
    { label: 'OEQ', subtype: 'yes-no' },
    { label: 'maybe' },
    { label: 'OEQ', by: ' ' },
    { label: 'OEQ', note: 'x'.repeat(2001) },
    { label: 'OEQ', at: '2020-01-01T00:00:00Z' },
  ])('that says %j is none', (request) => {
    expect(reviewRequestSchema.safeParse(request).success).toBe(false);
  });
});

test('evidence is given when it is asked for, and says why', async () => {
  const plain = await questionsView(place.lessonId, { evidence: false });
  expect(plain.questions.every(({ evidence }) => evidence === undefined)).toBe(true);
  const told = await questionsView(place.lessonId, { evidence: true });
  expect(told.questions[0]?.evidence?.[0]?.weight).toBeGreaterThan(0);
  expect(told.questions[1]?.evidence?.[0]?.weight).toBeLessThan(0);
});
