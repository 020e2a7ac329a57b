import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sourceOf } from '../../shared/lessons/admission.ts';
import { jobId } from '../../shared/lessons/identity.ts';
import { changeLesson, withUpload } from '../../shared/results/lessons.ts';
import type { KnownAnalysis } from '../../shared/stages/failLost.ts';
import { passTurn, takeTurn, tendLine } from '../../shared/stages/line.ts';
import { deletePrefix } from '../../shared/storage/blobs.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
beforeAll(async () => {
  stores = await startStores({ LESSONS_AT_ONCE: '2' });
});
afterAll(async () => {
  await stores?.[Symbol.asyncDispose]();
});

/** A task hub in memory: a seam. */
const analyses = new Map<string, KnownAnalysis>();
let called: string[] = [];
let deaf = false;
const hub = {
  name: 'Tested',
  find: async (id: string) => analyses.get(id) ?? null,
  call: async (id: string) => {
    if (deaf) throw new Error('The hub does not answer.');
    called.push(id);
  },
};
beforeEach(async () => {
  await deletePrefix('work', 'lines/');
  analyses.clear();
  called = [];
  deaf = false;
});

const lesson = (name: string) =>
  sourceOf({ blobName: `line/${name}.mp4`, etag: `"${name}"`, sizeBytes: 1000, uploadedAt: new Date() });
const lessons = Array.from({ length: 12 }, (_, index) => lesson(String(index)));
const [a, b, c, d] = [lesson('a'), lesson('b'), lesson('c'), lesson('d')];

test('of many that come at the same moment two have their turn, and each of the others is called once, one for each that ends', async () => {
  const turns = await Promise.all(lessons.map((one) => takeTurn(hub, one)));
  const underWay = lessons.filter((_, index) => turns[index]);
  expect(underWay).toHaveLength(2);
  const order: string[] = underWay.map(jobId);
  for (const id of order) {
    called = [];
    await passTurn(hub, [id]);
    for (const next of called) {
      expect(await takeTurn(hub, lessons.find((one) => jobId(one) === next) ?? a)).toBe(true);
      order.push(next);
    }
  }
  expect(order.toSorted()).toEqual(lessons.map(jobId).toSorted());
});

test('a call that was lost is made again by the next that ends, and passing twice is once', async () => {
  for (const one of [a, b, c, d]) await takeTurn(hub, one);
  deaf = true;
  await expect(passTurn(hub, [jobId(a)])).rejects.toThrow('does not answer');
  deaf = false;
  await passTurn(hub, [jobId(b)]);
  expect(called).toEqual([jobId(c), jobId(d)]);
  called = [];
  expect(await takeTurn(hub, c)).toBe(true);
  expect(await takeTurn(hub, d)).toBe(true);
  await passTurn(hub, [jobId(b)]);
  expect(called).toEqual([]);
});

test('what ended without leaving the line is taken out of it, and whoever waits is called', async () => {
  for (const one of [a, b, c]) await takeTurn(hub, one);
  const alive = { alive: true, changedAt: new Date() };
  analyses.set(jobId(a), { ...alive, alive: false });
  analyses.set(jobId(b), alive);
  await tendLine(hub);
  expect(called).toEqual([jobId(c)]);
});

test('where the line itself was lost, an analysis that waits is called to line up anew', async () => {
  const before = new Date(Date.now() - 3_600_000);
  await changeLesson(c.siteId, c.lessonId, (present) => withUpload(present, c, before));
  analyses.set(jobId(c), { alive: true, changedAt: before, waiting: true });
  await tendLine(hub);
  expect(called).toEqual([jobId(c)]);
  expect(await takeTurn(hub, c)).toBe(true);
});
