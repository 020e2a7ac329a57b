import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reviewEventRequestSchema, reviewRequestSchema } from '../../shared/api/contract.ts';
import { questionsView } from '../../shared/api/questionsView.ts';
import { review } from '../../shared/api/review.ts';
import { reviewEventsView } from '../../shared/api/reviewEventsView.ts';
import { speakersView } from '../../shared/api/speakersView.ts';
import { takeAway, transcriptOf } from '../../shared/api/takeAway.ts';
import { readReviewBackup } from '../../shared/backup/reviewBackup.ts';
import { formats } from '../../shared/exports/formats.ts';
import { exportJson } from '../../shared/exports/json.ts';
import { exportRttm } from '../../shared/exports/rttm.ts';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import type { Lesson } from '../../shared/lessons/lesson.ts';
import type { CodedQuestion, Label } from '../../shared/lessons/question.ts';
import type { Change } from '../../shared/lessons/reviewEvent.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { changeLesson, findLesson } from '../../shared/results/lessons.ts';
import { deleteQuestions, saveQuestions } from '../../shared/results/questions.ts';
import { restoreEvents } from '../../shared/results/restoreEvents.ts';
import { reviewedQuestions } from '../../shared/results/reviewed.ts';
import { deletePrefix } from '../../shared/storage/blobs.ts';
import { writeJson } from '../../shared/storage/json.ts';
import { everyRight } from '../../testing/rights.ts';
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
const recording = { durationSeconds: 80, voice: [{ start: 0, end: 40 }], segments: [] };

const word = (text: string, start: number, end: number) => ({ text, start, end });
/** A transcript of the recording's end, in which the recogniser has heard two words of a question, and a name wrongly. */
const keepTranscript = () =>
  writeJson('transcripts', blobPaths.transcript({ lessonId: place.lessonId, revision }, 'json'), {
    language: 'en',
    durationSeconds: 80,
    engine: 'x',
    model: 'x',
    segments: [
      { start: 70, end: 71, text: 'Why not?', words: [word('Why', 70, 70.4), word('not?', 70.5, 71)] },
      { start: 74.5, end: 75, text: 'Pre anchor.', words: [word('Pre', 74.5, 74.7), word('anchor.', 74.8, 75)] },
    ],
    voice: [
      { start: 70, end: 71 },
      { start: 74.5, end: 75 },
    ],
    voiceFrom: 'network',
  });

let stores: Stores;

beforeAll(async () => {
  stores = await startStores();
});
afterAll(() => stores?.[Symbol.asyncDispose]());
beforeEach(async () => {
  await deletePrefix('transcripts', `${place.lessonId}/`);
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
      durationSeconds: 80,
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

const neverStale = (error: Error) => {
  throw error;
};
const say = (change: Change, basis?: string, id?: string) =>
  review(place.lessonId, everyRight, { by: 'coach', change, basis, ...(id && { id }) }, neverStale);
const shown = async (questionId: string) =>
  (await questionsView(place.lessonId, everyRight, { evidence: false })).questions.find(({ id }) => id === questionId);
const put = async (question: string, label: Label, basis?: string) => {
  await say({ kind: 'code', question, label }, basis);
  return shown(question);
};
const undo = async (question: string, basis?: string) => {
  await say({ kind: 'code-withdrawn', question }, basis);
  return shown(question);
};
const result = async () => (await findLesson(place.siteId, place.lessonId))?.lesson.result;

describe('a review', () => {
  test('counts at once in the metrics of the lesson and of its questions, and speech share stays', async () => {
    await put('q002', 'OEQ');
    const stored = await result();
    expect(stored).toMatchObject({ reviewedCount: 1, metrics: { openCount: 2, openShare: 0.1, speechShare: 0.5 } });
    const { metrics, reviewedCount } = await questionsView(place.lessonId, everyRight, { evidence: false });
    expect({ metrics, reviewedCount }).toEqual({ metrics: stored?.metrics, reviewedCount: 1 });
  });

  test('taken back leaves everything as the machine had it', async () => {
    const before = await result();
    const saved = await put('q002', 'OEQ');
    const undone = await undo('q002', saved?.etag);
    expect(undone?.review).toBeUndefined();
    expect(await result()).toEqual(before);
    expect((await undo('q002'))?.etag).toBe(undone?.etag);
  });

  test('of two people, each based on what they saw, is one review and one conflict', async () => {
    const [question] = (await questionsView(place.lessonId, everyRight, { evidence: false })).questions;
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
    { label: 'OEQ', subtype: '=why' },
    { label: 'maybe' },
    { label: 'OEQ', by: ' ' },
    { label: 'OEQ', note: 'x'.repeat(2001) },
    { label: 'OEQ', at: '2020-01-01T00:00:00Z' },
  ])('that says %j is none', (request) => {
    expect(reviewRequestSchema.safeParse(request).success).toBe(false);
  });
});

describe('an event', () => {
  const rejected = { kind: 'rejected', question: 'q003', rejected: true } as const;

  test('that corrects the lesson counts at once, and is in the history with what it was before', async () => {
    const { questions: changed, gone } = await say(rejected);
    expect(changed).toMatchObject([{ id: 'q003', rejected: true }]);
    expect(gone).toEqual([]);
    expect(await result()).toMatchObject({ reviewedCount: 1, metrics: { questionCount: 19, closedCount: 18 } });
    await say({ kind: 'text', question: 'q002', text: 'Is it blue?' });
    const { events } = await reviewEventsView(place.lessonId, everyRight);
    expect(events).toMatchObject([
      { sequence: 1, by: 'coach', change: rejected },
      { sequence: 2, before: { questions: { q002: { text: 'Is it red?' } } } },
    ]);
  });

  test('sent twice is one, and another one with its id is refused', async () => {
    const id = '11111111-1111-4111-8111-111111111111';
    const first = await say(rejected, undefined, id);
    // The basis of the second try is old by then.
    const again = await say(rejected, 'what was there before', id);
    expect(again.event).toEqual(first.event);
    expect((await reviewEventsView(place.lessonId, everyRight)).events).toHaveLength(1);
    await expect(say({ ...rejected, rejected: false }, undefined, id)).rejects.toMatchObject({ status: 409 });
  });

  test('on what somebody else has changed since is a conflict, and is not recorded', async () => {
    const seen = await shown('q003');
    await say({ kind: 'text', question: 'q003', text: 'Is it green?' });
    await expect(say(rejected, seen?.etag)).rejects.toMatchObject({ status: 412, code: 'changed-meanwhile' });
    expect((await reviewEventsView(place.lessonId, everyRight)).events).toHaveLength(1);
  });

  test('measures the wait again from the words', async () => {
    await keepTranscript();
    const { questions: changed } = await say({ kind: 'added', question: 'p1', start: 70, end: 71.2, text: 'Why not?' });
    // The last word in it ends at 71, the next one begins at 74.5.
    expect(changed).toMatchObject([{ id: 'p1', origin: 'person', label: 'OEQ', waitTimeSeconds: 3.5 }]);
    expect(await result()).toMatchObject({ metrics: { questionCount: 21, openCount: 2 } });
  });

  test('of whose voices these are is in questions, figures, transcript and what is taken away', async () => {
    const turns = [
      { start: 0, end: 1, speaker: 0 },
      { start: 3, end: 4, speaker: 1 },
      { start: 6, end: 8, speaker: 0 },
    ];
    const segments = turns.map((turn) => ({ ...turn, text: 'Is it red?' }));
    await writeJson('transcripts', blobPaths.transcript({ lessonId: place.lessonId, revision }, 'json'), {
      ...{ language: 'en', durationSeconds: 80, engine: 'x', model: 'x', voice: [], segments },
      speakers: { state: 'told', turns },
    });
    const voice = (speaker: number, role: 'educator' | 'child') => ({
      ...{ speaker, role, roleFrom: 'machine' as const, seconds: 1, turns: 1, longestSeconds: 1, questions: 1 },
      spans: turns.filter((turn) => turn.speaker === speaker).map(({ start, end }) => ({ start, end })),
    });
    const voices = [voice(0, 'educator'), voice(1, 'child')];
    await changeLesson(place.siteId, place.lessonId, (lesson) =>
      lesson?.result === undefined
        ? null
        : { ...lesson, result: { ...lesson.result, speakers: { state: 'told', voices } } },
    );
    const spoken = questions
      .slice(0, 2)
      .map(
        (question, at): CodedQuestion => ({ ...question, askedBy: 'educator', askedByFrom: 'machine', speaker: at }),
      );
    await saveQuestions(place, revision, spoken);

    const seen = await speakersView(place.lessonId, everyRight);
    expect(seen.voices).toMatchObject([
      { speaker: 0, role: 'educator', roleFrom: 'machine', seconds: 3, turns: 2, spans: [{ start: 0 }, { start: 6 }] },
      { speaker: 1, role: 'child', seconds: 1, turns: 1 },
    ]);
    const change: Change = { kind: 'voices', voices: [{ speaker: 1, role: 'child', label: 'Mina' }] };
    const { event, questions: changed, voices: etag } = await say(change, seen.etag);
    // The answer says what the next change is based on, so that two can be made from one look.
    expect(etag).toBe((await speakersView(place.lessonId, everyRight)).etag);
    expect(etag).not.toBe(seen.etag);
    expect(changed).toMatchObject([{ id: 'q002', askedBy: 'child', askedByFrom: 'roles' }]);
    // Another person, who saw them as they were before, is told; nothing is lost.
    await expect(say({ kind: 'voice-given', speaker: 1, to: 0 }, seen.etag)).rejects.toMatchObject({ status: 412 });
    expect(await result()).toMatchObject({
      metrics: { questionCount: 19, childCount: 1, talk: { from: 'machine', educator: { seconds: 3 } } },
    });
    const taken = await takeAway(place.lessonId, everyRight, { names: 'shown' });
    expect(exportRttm(taken)).toContain(' 3.000 1.000 <NA> <NA> Mina ');
    const masked = await takeAway(place.lessonId, everyRight, { names: 'masked' });
    for (const format of ['rttm', 'vtt', 'eaf', 'json'] as const) {
      expect(formats[format].write(taken, 'en'), format).toContain('Mina');
      expect(formats[format].write(masked, 'en'), format).not.toContain('Mina');
    }
    const second = await say({ kind: 'spoken', spans: [{ start: 6, end: 8 }], speaker: 1 }, etag);
    const { completedAt = '', speakers } = (await result()) ?? {};
    const now = { ...place, result: { revision, completedAt, speakers } };
    expect((await transcriptOf(now)).segments.map(({ speaker }) => speaker)).toEqual([0, 1, 1]);
    expect(await result()).toMatchObject({ metrics: { talk: { educator: { seconds: 1 }, children: { seconds: 3 } } } });
    await say({ kind: 'undone', event: event.id });
    expect(await speakersView(place.lessonId, everyRight)).toMatchObject({
      voices: [
        { speaker: 1, roleFrom: 'machine', seconds: 3 },
        { speaker: 0, seconds: 1 },
      ],
    });
    await say({ kind: 'undone', event: second.event.id });
    expect((await speakersView(place.lessonId, everyRight)).voices).toEqual(seen.voices);
  });

  test('of a line is in the transcript and in what is taken away', async () => {
    await keepTranscript();
    await say({ kind: 'line', start: 74.5, end: 75, was: 'Pre anchor.', text: 'Priyanka.' });
    const shown = { ...place, result: { revision, completedAt: '' } };
    expect((await transcriptOf(shown)).segments.map(({ text }) => text)).toEqual(['Why not?', 'Priyanka.']);
    await say(rejected);
    const taken = await takeAway(place.lessonId, everyRight, { names: 'shown' });
    expect(taken.transcript.segments[1]?.text).toBe('Priyanka.');
    expect(JSON.parse(exportJson(taken)).questions[2]).toMatchObject({ id: 'q003', rejected: true, origin: 'machine' });
    await expect(say({ kind: 'line', start: 74.5, end: 75, was: 'Pre anchor.', text: 'Anna.' })).rejects.toMatchObject({
      status: 412,
    });
  });

  test('survives another analysis, and a database that was lost', async () => {
    await say(rejected);
    await say({ kind: 'asked-by', question: 'q004', askedBy: 'child' });
    // One question more is found before the others.
    const again = [
      { ...questions[0], id: 'q001', start: 1.5, end: 2 },
      ...questions.map((one, at) => ({ ...one, id: `q${String(at + 2).padStart(3, '0')}` })),
    ] as CodedQuestion[];
    await saveQuestions(place, revision, again);
    const now = async () => (await questionsView(place.lessonId, everyRight, { evidence: false })).questions;
    const told = (all: Awaited<ReturnType<typeof now>>) => all.filter(({ rejected, askedBy }) => rejected || askedBy);
    expect(told(await now())).toMatchObject([
      { id: 'q003', start: 6, rejected: true },
      { id: 'q004', start: 9, askedBy: 'child' },
    ]);
    expect(await now()).toHaveLength(21);
    const backup = await readReviewBackup(place.lessonId);
    if (backup === 'damaged') throw new Error('the backup is damaged');
    await deleteQuestions(place, { kind: 'all' });
    await saveQuestions(place, revision, again);
    expect(told(await now())).toEqual([]);
    expect(await restoreEvents(place, revision, backup.events[revision] ?? [])).toBe(2);
    expect(await restoreEvents(place, revision, backup.events[revision] ?? [])).toBe(0);
    expect(told(await now())).toMatchObject([{ id: 'q003', rejected: true }, { askedBy: 'child' }]);
  });

  test('is in the training rows and the agreement only where it is a question', async () => {
    await put('q002', 'OEQ');
    await put('q003', 'OEQ');
    await say(rejected);
    const reviewed = await Array.fromAsync(reviewedQuestions());
    expect(reviewed.map(({ id, rejected }) => [id, rejected])).toEqual([
      ['q002', undefined],
      ['q003', true],
    ]);
  });

  test.each([
    { kind: 'rejected', question: 'q001' },
    { kind: 'borders', question: 'q001', start: -1, end: 2 },
    { kind: 'text', question: 'q001', text: ' ' },
    { kind: 'text', question: 'q001', text: 'x'.repeat(1001) },
    { kind: 'asked-by', askedBy: 'nobody' },
    { kind: 'added', question: '../x', start: 1, end: 2, text: 'Why?' },
    { kind: 'forgotten', question: 'q001' },
  ])('that says %j is none', (change) => {
    expect(reviewEventRequestSchema.safeParse({ change }).success).toBe(false);
  });
});

test('evidence is given when it is asked for, and says why', async () => {
  const plain = await questionsView(place.lessonId, everyRight, { evidence: false });
  expect(plain.questions.every(({ evidence }) => evidence === undefined)).toBe(true);
  const told = await questionsView(place.lessonId, everyRight, { evidence: true });
  expect(told.questions[0]?.evidence?.[0]?.weight).toBeGreaterThan(0);
  expect(told.questions[1]?.evidence?.[0]?.weight).toBeLessThan(0);
});
