import { describe, expect, test } from 'vitest';
import { emptyBackup, withEvents } from '../../../shared/backup/reviewBackup.ts';
import type { ReviewEvent } from '../../../shared/lessons/reviewEvent.ts';
import { detailsOf } from '../../../shared/recovery/details.ts';
import { DamagedAnalysis, parseAnalysis } from '../../../shared/recovery/readAnalysis.ts';
import { emptyReport, problem, sum } from '../../../shared/recovery/report.ts';
import { restored, revisionsIn } from '../../../shared/recovery/restoreLesson.ts';
import { changeOf } from '../../../shared/results/restoreQuestions.ts';
import { analysisOf, questionOf } from '../../../testing/analysis.ts';

const analysis = analysisOf('school/a.mp4', { completedAt: '2026-03-01T10:00:00.000Z' });
const { lessonId, revision } = analysis.source;
const now = new Date('2026-03-02T00:00:00.000Z');
const nothingElse = { picture: undefined, details: {}, revisions: [revision] };
const fresh = restored(null, analysis, nothingElse, now);
const said = (at: string, label: 'OEQ' | 'CEQ' = 'OEQ') => ({ at, review: { label, by: 'Ada', at } });
const eventOf = (sequence: number): ReviewEvent => ({
  id: `${sequence}`.repeat(8).concat('-0000-4000-8000-000000000000'),
  sequence,
  at: '2026-01-01T00:00:00.000Z',
  by: 'Ada',
  change: { kind: 'rejected', question: 'q001', rejected: true },
  before: {},
});
const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];

describe('analysis.json', () => {
  const text = JSON.stringify(analysis);

  test('is read as it was written', () => {
    expect(parseAnalysis(text, { lessonId, revision })).toEqual(analysis);
  });

  test.each([
    ['cut off', text.slice(0, -5), 'it is not JSON'],
    ['empty', '', 'it is not JSON'],
    ['something else', '[]', 'not of the form'],
    ['of a later form', JSON.stringify({ ...analysis, schemaVersion: 2 }), 'schemaVersion'],
    ['of another lesson', JSON.stringify(analysisOf('school/b.mp4')), 'another lesson'],
    [
      'made up, with an id that its blob does not have',
      JSON.stringify({ ...analysis, source: { ...analysis.source, blobName: 'x.mp4' } }),
      'another lesson',
    ],
    [
      'with a question twice',
      JSON.stringify({ ...analysis, questions: [questionOf('q001'), questionOf('q001')] }),
      'same id',
    ],
  ])('is refused when it is %s, without a word of it', (_, damaged, why) => {
    const read = () => parseAnalysis(damaged, { lessonId, revision });
    expect(read).toThrow(DamagedAnalysis);
    expect(read).toThrow(why);
    expect(read).not.toThrow('a.mp4');
  });

  test('lies where its lesson and revision say, and nowhere else', () => {
    const paths = [`${lessonId}/${revision}/analysis.json`, `${lessonId}/${revision}/transcript.json`];
    expect(revisionsIn(lessonId, [...paths, `${lessonId}/../x/analysis.json`, `${lessonId}/people.json`])).toEqual([
      revision,
    ]);
  });
});

describe('a lesson that comes back', () => {
  test('is completed, with its result and what people said of it', () => {
    const details = { title: 'Boats', consent: 'given', hold: true } as const;
    const revisions = [revision, 'e'.repeat(16)];
    expect(restored(null, analysis, { picture: undefined, details, revisions }, now)).toMatchObject({
      earlierRevisions: ['e'.repeat(16)],
      id: lessonId,
      revision,
      status: 'completed',
      title: 'Boats',
      consent: 'given',
      hold: true,
      result: analysis.result,
    });
  });

  test('does not get back what its upload said and a person cleared since', () => {
    const source = { ...analysis.source, details: { educator: 'Kim', recordedOn: '2025-09-30' } };
    const details = { title: 'Boats', consent: 'given' } as const;
    const back = restored(null, { ...analysis, source }, { ...nothingElse, details }, now);
    expect([back?.educator, back?.recordedOn]).toEqual([undefined, undefined]);
  });

  test('stays as it is where the database has the same result or a newer one', () => {
    expect(restored(fresh, analysis, nothingElse, now)).toBeNull();
    const older = analysisOf('school/a.mp4', { completedAt: '2026-02-01T10:00:00.000Z' });
    expect(restored(fresh, older, nothingElse, now)).toBeNull();
  });

  test('keeps the state of a newer upload, and shows the older result until that one completes', () => {
    const uploadedAt = '2026-04-01T00:00:00.000Z';
    const running = fresh && {
      ...fresh,
      revision: 'f'.repeat(16),
      status: 'running' as const,
      uploadedAt,
      result: undefined,
    };
    expect(restored(running, analysis, nothingElse, now)).toEqual({ ...running, result: analysis.result });
  });

  test('moves on from an older upload, which an old copy of the database may have', () => {
    const uploadedAt = '2025-04-01T00:00:00.000Z';
    const failure = { code: 'no-audio', message: 'silent' };
    const old = fresh && {
      ...fresh,
      revision: 'f'.repeat(16),
      status: 'failed' as const,
      uploadedAt,
      failure,
      result: undefined,
    };
    expect(restored(old, analysis, nothingElse, now)).toMatchObject({
      revision,
      status: 'completed',
      failure: undefined,
    });
  });
});

describe('what people said of a lesson', () => {
  test('is what the uploads said one after the other, until somebody changed all of it', () => {
    const first = { uploadedAt: '2026-01-01T00:00:00Z', details: { title: 'Boats', consent: 'given' as const } };
    const second = { uploadedAt: '2026-01-03T00:00:00Z', details: { title: 'Ships' } };
    expect(detailsOf([second, first], undefined)).toEqual({ title: 'Ships', consent: 'given' });
    const kept = { at: '2026-01-02T00:00:00.000Z', title: 'Rafts', consent: 'withheld' as const };
    expect(detailsOf([second, first], kept)).toEqual({ title: 'Ships', consent: 'withheld' });
    expect(detailsOf([first], kept)).toEqual({ title: 'Rafts', consent: 'withheld' });
  });

  test('is kept once, whichever event comes first', () => {
    const [first, second] = [eventOf(1), eventOf(2)];
    const both = withEvents(withEvents(emptyBackup, 'r', [second]) ?? emptyBackup, 'r', [first, second]);
    expect(both?.events.r).toEqual([second, first]);
    expect(both && withEvents(both, 'r', [first])).toBeNull();
  });
});

describe('a question that comes back', () => {
  const question = questionOf('q001');
  const reviewed = (at: string) => ({ question: { ...question, review: said(at).review } });

  test('is written with its review where it is missing', () => {
    const change = changeOf({ question, said: said(early) }, undefined, false);
    expect(change).toEqual({ kind: 'create', question: { ...question, review: said(early).review } });
    expect(changeOf({ question, said: { at: early, review: null } }, undefined, false)).toEqual({
      kind: 'create',
      question,
    });
  });

  test('gets a newer review, or loses one that was taken back since', () => {
    expect(changeOf({ question, said: said(late) }, reviewed(early), false)).toMatchObject({ kind: 'review' });
    expect(changeOf({ question, said: { at: late, review: null } }, reviewed(early), false)).toEqual({
      kind: 'review',
      review: null,
    });
  });

  test.each([
    ['its review is as new', said(early), reviewed(early), false],
    ['its review is newer', said(early), reviewed(late), true],
    ['emptyBackup said anything', undefined, { question }, false],
    ['a review was taken back that it does not have', { at: late, review: null }, { question }, false],
  ])('stays when %s', (_, kept, present, replace) => {
    expect(changeOf({ question, said: kept }, present, replace)).toBeNull();
  });

  test("gets a newer analysis' code only where emptyBackup has reviewed it", () => {
    expect(changeOf({ question, said: undefined }, { question }, true)).toMatchObject({ kind: 'replace' });
    expect(changeOf({ question, said: undefined }, reviewed(early), true)).toBeNull();
  });
});

test('a report counts every problem and names the first ones, so that it stays small', () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    problem(`transcripts/${'a'.repeat(41)}/${index}`, 'x'.repeat(90)),
  );
  const report = sum([emptyReport, ...many]);
  expect(report.problemCount).toBe(1000);
  expect(JSON.stringify(report).length).toBeLessThan(16_000);
});
