import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../shared/api/caller.ts';
import { beginStudy, studiesView, studyView } from '../../shared/api/studies.ts';
import { agreementView, settle } from '../../shared/api/studyAgreement.ts';
import { code, codingView } from '../../shared/api/studyCoding.ts';
import { studyExport } from '../../shared/api/studyExport.ts';
import type { CodedQuestion } from '../../shared/lessons/question.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { changeLesson } from '../../shared/results/lessons.ts';
import { saveQuestions } from '../../shared/results/questions.ts';
import type { UnitCode } from '../../shared/studies/study.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

const place = { siteId: 'north', lessonId: 'a'.repeat(24) };
const revision = 'b'.repeat(16);
const at = '2026-11-28T10:00:00.000Z';
// Cohen (1968), Weighted kappa, Table 1: two judges, 200 cases, three categories; the kappa without weights is .492.
const table = [
  [88, 14, 18],
  [10, 40, 10],
  [2, 6, 12],
];
const categories = [
  { label: 'OEQ', subtype: 'explain' },
  { label: 'CEQ', subtype: 'choice' },
  { label: 'CEQ', subtype: 'yes-no' },
] as const;
const pairs = table.flatMap((row, i) =>
  row.flatMap((count, j) => Array.from({ length: count }, () => [i, j] as const)),
);
const questions: CodedQuestion[] = pairs.map((_, index) => ({
  id: `q${String(index + 1).padStart(3, '0')}`,
  start: index * 3,
  end: index * 3 + 1,
  text: `Is it ${index}?`,
  quoted: false,
  label: 'CEQ',
  subtype: 'tag',
  confidence: 0.9,
  engine: 'local',
  modelVersion: 'local-00000000',
  waitTimeSeconds: 1,
  next: 'speech',
}));
const codesOf = (judge: 0 | 1): UnitCode[] =>
  pairs.map((pair, index) => ({
    startSeconds: index * 3 + (judge === 0 ? 0 : 0.2),
    endSeconds: index * 3 + 1,
    ...(categories[pair[judge]] ?? categories[0]),
  }));

const signedIn = (name: string): Caller => ({ name, id: `id of ${name}`, roles: ['coach'] });
const cole = signedIn('Dr Cole');
let stores: Stores;
let studyId: string;
const asking = (name: string) => ({
  studyId,
  lessonId: place.lessonId,
  caller: signedIn(name),
  rights: everyRight,
  by: 'Ben',
});

beforeAll(async () => {
  stores = await startStores();
  await saveQuestions(place, revision, questions);
  await changeLesson(place.siteId, place.lessonId, () => ({
    id: place.lessonId,
    siteId: place.siteId,
    fileName: 'a.mp4',
    blobName: 'north/a.mp4',
    title: 'Boats',
    consent: 'unknown',
    revision,
    status: 'completed',
    sizeBytes: 1,
    uploadedAt: at,
    updatedAt: at,
    result: {
      revision,
      completedAt: at,
      durationSeconds: 620,
      language: 'en',
      speechEngine: 'x',
      speechModel: 'x',
      codingEngine: 'local',
      codingModelVersion: 'local-00000000',
      reviewedCount: 0,
      metrics: lessonMetrics(questions, { durationSeconds: 620, voice: [], segments: [] }),
    },
  }));
  const plan = { name: 'Cohen', lessons: [place.lessonId], coders: ['Ana', 'id of Ben'], doubleShare: 1, seed: 's' };
  studyId = (await beginStudy({ ...plan, showMachine: false }, cole, undefined, everyRight)).id;
});
afterAll(() => stores?.[Symbol.asyncDispose]());

test('a coder sees the questions, and neither the machine’s codes nor anybody else’s', async () => {
  await code(asking('Ana'), { codes: codesOf(0), done: false }, 'none');
  const seen = await codingView(asking('Ben'));
  expect(seen.coder).toBe('id of Ben');
  expect(seen.codes).toEqual([]);
  expect(seen.questions[0]).toEqual({ startSeconds: 0, endSeconds: 1, text: 'Is it 0?' });
  expect(JSON.stringify({ ...seen, codebook: null })).not.toMatch(/OEQ|CEQ|"tag"|explain|subtype/);
});

test('who is signed in codes as nobody else, whatever name they send', async () => {
  await expect(codingView(asking('Mallory'))).rejects.toMatchObject({ status: 403, code: 'not-your-lesson' });
});

test('a study with a lesson of a site that is not theirs is nothing that a coach finds', async () => {
  const south = { sites: ['south'], accounts: [] };
  const southern = { name: 'study', reach: south, sees: south } as const;
  await expect(studyView(studyId, southern, cole)).rejects.toMatchObject({ status: 404, code: 'unknown-study' });
  await expect(agreementView(studyId, southern)).rejects.toMatchObject({ status: 404 });
  await expect(codingView({ ...asking('Ana'), rights: southern })).rejects.toMatchObject({ status: 404 });
  expect((await studiesView(southern, cole)).studies).toEqual([]);
  expect((await studiesView(everyRight, cole)).studies.map(({ name }) => name)).toEqual(['Cohen']);
});

test('nobody’s codes are shown before all have handed in, and what is handed in stays', async () => {
  const { etag } = await codingView(asking('Ana'));
  await expect(code(asking('Ana'), { codes: codesOf(0).slice(1), done: true }, etag)).rejects.toMatchObject({
    code: 'not-all-coded',
  });
  await expect(code(asking('Ana'), { codes: codesOf(0), done: true }, 'other')).rejects.toMatchObject({ status: 412 });
  await code(asking('Ana'), { codes: codesOf(0), done: true }, etag);
  await expect(code(asking('Ana'), { codes: [], done: false }, undefined)).rejects.toMatchObject({
    code: 'coding-done',
  });
  const { lessons, pairs, disagreements } = await agreementView(studyId, everyRight);
  expect({ lessons, pairs, disagreements }).toEqual({ lessons: [], pairs: [], disagreements: [] });
  expect((await studyExport(studyId, everyRight, 'csv', 'shown')).text.trim().split('\n')).toHaveLength(1);
  await expect(settle(asking('Ana'), { code: codesOf(0)[0] as UnitCode }, 'Ana', undefined)).rejects.toMatchObject({
    code: 'not-coded',
  });
});

test('the kappa of two who have handed in is that of Cohen’s table', async () => {
  await code(asking('Ben'), { codes: codesOf(1), done: true }, 'none');
  const { pairs, alphas, disagreements } = await agreementView(studyId, everyRight);
  expect(pairs).toHaveLength(1);
  expect(pairs[0]?.questions).toEqual({ both: 200, onlyFirst: 0, onlySecond: 0 });
  expect(pairs[0]?.subtype.kappa?.toFixed(3)).toBe('0.492');
  expect(pairs[0]?.subtype.agreement).toBeCloseTo(0.7, 10);
  expect(pairs[0]?.borders.startSeconds).toBeCloseTo(0.2, 6);
  expect(pairs[0]?.borders.endSeconds).toBe(0);
  expect(alphas.subtype.codes).toBe(400);
  expect(disagreements).toHaveLength(60);
});

test('what was settled counts, and all codes are kept', async () => {
  const { disagreements, lessons } = await agreementView(studyId, everyRight);
  const [first] = disagreements;
  const { startSeconds, endSeconds } = first ?? { startSeconds: 0, endSeconds: 0 };
  const settled = { code: { startSeconds, endSeconds, label: 'OEQ', subtype: 'ideas' } as const, note: 'as she says' };
  await settle(asking('Ana'), settled, 'Ana and Ben', lessons[0]?.etag);
  await expect(settle(asking('Ana'), settled, 'Ana', lessons[0]?.etag)).rejects.toMatchObject({ status: 412 });
  const after = await agreementView(studyId, everyRight);
  expect(after.disagreements[0]?.settled).toMatchObject({ subtype: 'ideas', by: 'Ana and Ben', note: 'as she says' });
  expect(after.pairs[0]?.subtype.kappa?.toFixed(3)).toBe('0.492');
  const rows = (await studyExport(studyId, everyRight, 'csv', 'shown')).text.trim().split('\n');
  expect(rows).toHaveLength(401);
  expect(rows.filter((row) => row.includes('ideas') && row.includes('Ana and Ben'))).toHaveLength(2);
  const { text } = await studyExport(studyId, everyRight, 'txt', 'shown');
  expect(text).toMatch(/subtype: 70\.0 % agreement on 200 questions, kappa 0\.49, 95 % interval 0\.\d\d to 0\.\d\d/);
  expect(text).toMatch(/1 question was settled in talk; 59 disagreements are open/);
  expect((await studyView(studyId, everyRight, cole)).assignments[0]?.coders.map(({ done }) => done)).toEqual([
    true,
    true,
  ]);
});
