import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepReviewsSince } from '../../shared/backup/keepReviews.ts';
import { keepCoding, keepSettled, keepStudy } from '../../shared/backup/studyBackup.ts';
import { restoreCodings, restoreStudies } from '../../shared/recovery/restoreStudies.ts';
import { documents } from '../../shared/results/database.ts';
import { changeLesson } from '../../shared/results/lessons.ts';
import {
  codingsOf,
  createStudy,
  deleteCodings,
  listStudies,
  readCoding,
  readStudy,
  settledOf,
  unwritten,
  writeCoding,
  writeSettled,
} from '../../shared/results/studies.ts';
import { pathsUnder } from '../../shared/storage/listing.ts';
import type { Coding, Settled, Study } from '../../shared/studies/study.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

const [lessonId, studyId] = ['a'.repeat(24), 'b'.repeat(24)];
const at = '2026-11-28T10:00:00.000Z';
const study: Study = {
  id: studyId,
  name: 'Autumn',
  lessons: [lessonId],
  coders: ['Ana', 'Ben'],
  doubleShare: 1,
  showMachine: false,
  seed: 'autumn',
  assignments: [{ lessonId, coders: ['Ana', 'Ben'] }],
  by: 'Dr Cole',
  at,
};
const coding = (coder: string): Coding => ({
  studyId,
  lessonId,
  coder,
  codes: [{ startSeconds: 1, endSeconds: 2, text: 'Why?', label: 'OEQ', subtype: 'explain' }],
  done: false,
  from: 'studio',
  at,
});
const settled: Settled = {
  studyId,
  lessonId,
  settlements: [{ startSeconds: 1, endSeconds: 2, label: 'none', by: 'Ana and Ben', at }],
  at,
};

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
  await changeLesson('north', lessonId, () => ({
    id: lessonId,
    siteId: 'north',
    fileName: 'a.mp4',
    blobName: 'north/a.mp4',
    title: 'a',
    consent: 'unknown',
    revision: 'c'.repeat(16),
    status: 'completed',
    sizeBytes: 1,
    uploadedAt: at,
    updatedAt: at,
  }));
});
afterAll(() => stores?.[Symbol.asyncDispose]());

test('a study and its codings are kept; a coding that has changed is not written over', async () => {
  expect(await createStudy(study)).toBe(true);
  expect(await createStudy(study)).toBe(false);
  expect(await readStudy(studyId)).toEqual(study);
  expect(await listStudies()).toEqual([study]);
  const first = await writeCoding(coding('Ana'), unwritten);
  expect(first).not.toBeNull();
  expect(await writeCoding(coding('Ana'), unwritten)).toBeNull();
  const second = await writeCoding({ ...coding('Ana'), done: true }, first ?? '');
  expect(await writeCoding(coding('Ana'), first ?? '')).toBeNull();
  // Names are told apart without their case, as those are who sign in.
  expect(await readCoding({ studyId, lessonId, coder: 'ana' })).toEqual({
    value: { ...coding('Ana'), done: true },
    etag: second,
  });
  await writeCoding(coding('Ben'), unwritten);
  await writeSettled(settled, unwritten);
  expect((await codingsOf(studyId)).map(({ coder }) => coder).sort()).toEqual(['Ana', 'Ben']);
  expect((await settledOf(studyId)).get(lessonId)?.value).toEqual(settled);
});

test('what a lost database has forgotten comes back from beside the recordings', async () => {
  expect(await keepReviewsSince(new Date('2026-11-28T09:00:00.000Z'))).toEqual({ kept: 5, failed: 0 });
  const container = await documents('studies');
  const { resources } = await container.items.query<{ id: string }>('SELECT c.id FROM c').fetchAll();
  for (const { id } of resources) await container.item(id, studyId).delete();
  expect(await listStudies()).toEqual([]);
  expect((await restoreStudies('bb')).reviews).toBe(1);
  expect((await restoreCodings(lessonId)).reviews).toBe(3);
  expect((await restoreCodings(lessonId)).reviews).toBe(0);
  expect(await readStudy(studyId)).toEqual(study);
  expect((await readCoding({ studyId, lessonId, coder: 'Ana' }))?.value).toEqual({ ...coding('Ana'), done: true });
  expect((await settledOf(studyId)).get(lessonId)?.value).toEqual(settled);
});

test('an older copy is not written over a newer one, and none stays of a lesson that is gone', async () => {
  await keepStudy(study);
  await keepSettled(settled);
  await keepCoding({ ...coding('Ben'), lessonId: 'd'.repeat(24) });
  expect(await pathsUnder('transcripts', `${'d'.repeat(24)}/`)).toEqual([]);
  await keepCoding({ ...coding('Ben'), codes: [], at: '2026-11-27T10:00:00.000Z' });
  expect((await codingsOf(studyId)).find(({ coder }) => coder === 'Ben')?.codes).toHaveLength(1);
});

test('a lesson’s deletion takes all codings of it', async () => {
  expect(await deleteCodings(lessonId)).toBe(3);
  expect(await codingsOf(studyId)).toEqual([]);
  expect(await readStudy(studyId)).toEqual(study);
});
