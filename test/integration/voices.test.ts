import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blobPaths } from '../../shared/lessons/blobPaths.ts';
import { unit } from '../../shared/speakers/vectors.ts';
import { isThere } from '../../shared/storage/listing.ts';
import {
  dropChunkVoices,
  dropVoices,
  dropVoicesWithin,
  keepChunkVoices,
  keepVoices,
  readChunkVoices,
  readVoices,
  sweepVoices,
  voicesLiveUntil,
} from '../../shared/storage/voices.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
beforeAll(async () => {
  stores = await startStores({ VOICES_KEPT_DAYS: '7', SITE_SPEAKERS: '{"Site without": "off"}' });
});
afterAll(async () => {
  await stores?.[Symbol.asyncDispose]();
});

let lessons = 0;
function recording(siteId = 'Escuela Río'): { siteId: string; lessonId: string; revision: string } {
  lessons += 1;
  return { siteId, lessonId: lessons.toString(16).padStart(24, '0'), revision: 'b'.repeat(16) };
}

const windows = [0, 1, 2].map((at) => {
  const vector = unit(Array.from({ length: 192 }, (_, place) => Math.sin(at + place)));
  if (vector === null) throw new Error('no direction');
  return { start: 2 * at, end: 2 * at + 1.5, vector };
});
const dayMs = 86_400_000;
const isKept = (source: ReturnType<typeof recording>) => isThere('voices', blobPaths.embeddings(source));

test('what is kept is read again, to the precision of its halves', async () => {
  const source = recording();
  await keepVoices(source, windows);
  const read = await readVoices(source);
  expect(read?.map(({ start, end }) => [start, end])).toEqual(windows.map(({ start, end }) => [start, end]));
  for (const [at, window] of windows.entries())
    for (const [place, value] of window.vector.entries()) expect(read?.[at]?.vector[place]).toBeCloseTo(value, 3);
});

test('of a silent lesson there is a file without windows', async () => {
  const source = recording();
  await keepVoices(source, []);
  expect(await readVoices(source)).toEqual([]);
});

test('embeddings live for seven days, are not read later, and are swept then', async () => {
  const source = recording();
  const now = new Date('2026-03-10T09:00:00Z');
  await keepVoices(source, windows, now);
  const end = new Date(now.getTime() + 7 * dayMs);
  const before = new Date(end.getTime() - 1);
  expect(await voicesLiveUntil(source, before)).toEqual(end);
  expect(await readVoices(source, before)).toHaveLength(3);
  await sweepVoices(before);
  expect(await isKept(source)).toBe(true);
  expect(await readVoices(source, end)).toBeNull();
  expect(await sweepVoices(end)).toBeGreaterThan(0);
  expect(await isKept(source)).toBe(false);
});

test('those of a chunk live for a day at most, until the step that takes them drops them', async () => {
  const source = recording();
  const now = new Date('2026-03-10T09:00:00Z');
  for (const index of [0, 1]) await keepChunkVoices(source, index, windows, now);
  await sweepVoices(new Date(now.getTime() + dayMs - 1));
  expect(await readChunkVoices(source, 1)).toHaveLength(3);
  expect(await readVoices(source, now)).toBeNull();
  await sweepVoices(new Date(now.getTime() + dayMs));
  expect([await readChunkVoices(source, 0), await readChunkVoices(source, 1)]).toEqual([null, null]);
  await keepChunkVoices(source, 0, windows, now);
  await dropChunkVoices(source);
  expect(await readChunkVoices(source, 0)).toBeNull();
});

test('where a site has voices told apart no more, they are not read and are swept', async () => {
  const source = recording('Site without');
  await keepVoices(source, windows);
  expect(await readVoices(source)).toBeNull();
  await sweepVoices();
  expect(await isKept(source)).toBe(false);
});

describe('dropped', () => {
  test('are those of one lesson, or of one upload of it', async () => {
    const [source, other] = [recording(), recording()];
    const newer = { ...source, revision: 'c'.repeat(16) };
    for (const one of [source, newer, other]) await keepVoices(one, windows);
    expect(await dropVoices(source.lessonId, source.revision)).toBe(1);
    expect([await isKept(source), await isKept(newer), await isKept(other)]).toEqual([false, true, true]);
    expect(await dropVoices(source.lessonId)).toBe(1);
    expect([await isKept(newer), await isKept(other)]).toEqual([false, true]);
    expect(await dropVoices(source.lessonId)).toBe(0);
  });

  test('is what meets some spans, and the others end when they would have', async () => {
    const source = recording();
    const since = new Date(Date.now() - 3 * dayMs);
    await keepVoices(source, windows, since);
    await dropVoicesWithin(source, [{ start: 3.4, end: 3.6 }]);
    expect((await readVoices(source))?.map(({ start }) => start)).toEqual([0, 4]);
    expect(await voicesLiveUntil(source)).toEqual(new Date(since.getTime() + 7 * dayMs));
  });
});
