import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../shared/api/caller.ts';
import { beginStudy, studiesView } from '../../shared/api/studies.ts';
import { agreementView, settle } from '../../shared/api/studyAgreement.ts';
import { code, codingView } from '../../shared/api/studyCoding.ts';
import { closeStudy, deleteStudy } from '../../shared/api/studyEnding.ts';
import { studyExport } from '../../shared/api/studyExport.ts';
import { bringInCoding } from '../../shared/api/studyImport.ts';
import { lessonMetrics } from '../../shared/questions/metrics.ts';
import { documents } from '../../shared/results/database.ts';
import { changeLesson } from '../../shared/results/lessons.ts';
import { saveQuestions } from '../../shared/results/questions.ts';
import { pathsUnder } from '../../shared/storage/listing.ts';
import { everyRight } from '../../testing/rights.ts';
import { type Stores, startStores } from '../../testing/stores.ts';
import { askedEvery } from '../../testing/studio/seedLesson.ts';

const place = { siteId: 'north', lessonId: 'a'.repeat(24) };
const revision = 'b'.repeat(16);
const at = '2026-11-28T10:00:00.000Z';
const questions = askedEvery(6, 3).map((question, index) =>
  index === 0 ? { ...question, text: 'Zelphina, why did it sink?' } : question,
);
const signedIn = (name: string): Caller => ({ name, id: `id of ${name}`, roles: ['coach'] });
const cole = signedIn('Dr Cole');

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
  await saveQuestions(place, revision, questions);
  await changeLesson(place.siteId, place.lessonId, () => ({
    id: place.lessonId,
    siteId: place.siteId,
    fileName: 'a.mp4',
    blobName: 'north/a.mp4',
    title: 'Boats with Zelphina',
    educator: 'Zelphina',
    consent: 'unknown',
    revision,
    status: 'completed',
    sizeBytes: 1,
    uploadedAt: at,
    updatedAt: at,
    result: {
      revision,
      completedAt: at,
      durationSeconds: 30,
      language: 'en',
      speechEngine: 'x',
      speechModel: 'x',
      codingEngine: 'local',
      codingModelVersion: 'local-00000000',
      reviewedCount: 0,
      metrics: lessonMetrics(questions, { durationSeconds: 30, voice: [], segments: [] }),
    },
  }));
});
afterAll(() => stores?.[Symbol.asyncDispose]());

const begin = async (coders: readonly string[]) => {
  const plan = { name: 'Autumn', lessons: [place.lessonId], coders: [...coders], doubleShare: 1, seed: 's' };
  return (await beginStudy({ ...plan, showMachine: false }, cole, undefined, everyRight)).id;
};
const asking = (studyId: string, name: string) => ({
  studyId,
  lessonId: place.lessonId,
  caller: signedIn(name),
  rights: everyRight,
  by: undefined,
});
const csv = 'time,label,subtype\n1.2,OEQ,explain\n7,CEQ,yes-no\n20,OEQ,\n';

test('a table of hand coding is shown as it matches, and kept as handed in when it is taken', async () => {
  const studyId = await begin(['Ana', 'Earlier coding']);
  const table = { csv, coder: 'earlier CODING' };
  const shown = await bringInCoding(asking(studyId, 'Dr Cole'), table);
  expect(shown).toMatchObject({ coder: 'Earlier coding', taken: false });
  expect(shown.codes.map(({ startSeconds, label, matched }) => [startSeconds, label, matched])).toEqual([
    [1.2, 'OEQ', true],
    [7, 'CEQ', true],
    [20, 'OEQ', false],
  ]);
  expect(shown.missing.map(({ startSeconds }) => startSeconds)).toEqual([13]);
  expect((await agreementView(studyId, everyRight)).lessons).toEqual([]);
  await bringInCoding(asking(studyId, 'Dr Cole'), { ...table, take: true });
  await expect(bringInCoding(asking(studyId, 'Dr Cole'), { ...table, take: true })).rejects.toMatchObject({
    status: 409,
    code: 'coding-begun',
  });
  const own = questions.map(({ start, end }) => ({ startSeconds: start, endSeconds: end, label: 'CEQ' as const }));
  await code(asking(studyId, 'Ana'), { codes: own, done: true }, undefined);
  const { pairs } = await agreementView(studyId, everyRight);
  expect(pairs[0]?.coders).toEqual(['Ana', 'Earlier coding']);
  expect(pairs[0]?.questions).toEqual({ both: 2, onlyFirst: 1, onlySecond: 1 });
  expect(pairs[0]?.label.agreement).toBe(0.5);
});

test('a table is brought in by its coder or whoever began the study, and by nobody who codes the lesson blind', async () => {
  const studyId = await begin(['Ana', 'Ben', 'Dr Cole']);
  const of = (coder: string) => ({ csv, coder });
  const view = await codingView(asking(studyId, 'Ana')).catch(() => null);
  // Two of the three code it, whichever the seed draws.
  const [first, second] = view === null ? ['Ben', 'Dr Cole'] : ['Ana', 'Ben'];
  expect((await bringInCoding(asking(studyId, first), of(first))).coder).toBe(first);
  await expect(bringInCoding(asking(studyId, first), of(second))).rejects.toMatchObject({
    status: 403,
    code: 'not-your-codes',
  });
  await expect(bringInCoding(asking(studyId, 'Mallory'), of(first))).rejects.toMatchObject({ code: 'not-your-codes' });
  await expect(bringInCoding(asking(studyId, 'Dr Cole'), of('Mallory'))).rejects.toMatchObject({
    code: 'not-a-coder',
  });
  await expect(bringInCoding(asking(studyId, first), { csv: 'time,label\n1,X\n', coder: first })).rejects.toMatchObject(
    { code: 'unreadable-file' },
  );
});

test('names are masked in what is taken away, and a coder has the same number throughout', async () => {
  const studyId = await begin(['Ana', 'Ben']);
  const codes = (label: 'OEQ' | 'CEQ') =>
    questions.map(({ start, end, text }) => ({ startSeconds: start, endSeconds: end, text, label }));
  await code(asking(studyId, 'Ana'), { codes: codes('OEQ'), done: true }, undefined);
  await code(asking(studyId, 'Ben'), { codes: codes('CEQ'), done: true }, undefined);
  const settled = { code: { ...codes('OEQ')[0], label: 'OEQ' as const, startSeconds: 1, endSeconds: 2.8 } };
  await settle(
    { studyId, lessonId: place.lessonId, rights: everyRight },
    { ...settled, note: 'Zelphina agrees' },
    'Ana and Ben',
    undefined,
  );
  const shown = (await studyExport(studyId, everyRight, 'csv', 'shown')).text;
  expect(shown).toMatch(/Zelphina/);
  const { text } = await studyExport(studyId, everyRight, 'csv', 'masked');
  expect(text).not.toMatch(/Zelphina|Ana|Ben/);
  const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
  expect(rows.map(({ coder }) => coder)).toEqual([
    '[coder 1]',
    '[coder 2]',
    '[coder 1]',
    '[coder 2]',
    '[coder 1]',
    '[coder 2]',
  ]);
  expect(rows[0]).toMatchObject({ settledBy: '[person 1]', finalLabel: 'OEQ' });
  const methods = (await studyExport(studyId, everyRight, 'txt', 'masked')).text;
  expect(methods).toContain('[coder 1] and [coder 2]');
  expect(methods).not.toMatch(/Ana|Ben/);
  expect((await studyExport(studyId, everyRight, 'txt', 'masked', 'es')).text).toContain('[coder 1] y [coder 2]');
});

test('a study that is closed stays as it is, and one that is deleted is gone from database and storage', async () => {
  const studyId = await begin(['Ana', 'Ben']);
  await code(asking(studyId, 'Ana'), { codes: [], done: false }, undefined);
  await expect(closeStudy(studyId, everyRight, signedIn('Ana'))).rejects.toMatchObject({ status: 403 });
  expect((await closeStudy(studyId, everyRight, cole)).closedAt).toBeDefined();
  await expect(code(asking(studyId, 'Ana'), { codes: [] }, undefined)).rejects.toMatchObject({ code: 'study-closed' });
  const copies = async () => [
    ...(await pathsUnder('transcripts', `studies/${studyId}`)),
    ...(await pathsUnder('transcripts', `${place.lessonId}/studies/${studyId}`)),
  ];
  expect(await copies()).toHaveLength(2);
  await expect(deleteStudy(studyId, everyRight, signedIn('Ana'))).rejects.toMatchObject({ status: 403 });
  expect(await deleteStudy(studyId, everyRight, cole)).toEqual({ studyId, codings: 1 });
  expect(await copies()).toEqual([]);
  const { resources } = await (await documents('studies')).items
    .query({ query: 'SELECT c.id FROM c WHERE c.studyId = @id', parameters: [{ name: '@id', value: studyId }] })
    .fetchAll();
  expect(resources).toEqual([]);
  expect((await studiesView(everyRight, cole)).studies.map(({ id }) => id)).not.toContain(studyId);
  await expect(deleteStudy(studyId, everyRight, cole)).rejects.toMatchObject({ status: 404 });
});
