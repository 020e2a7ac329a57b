import { afterAll, beforeAll, expect, test } from 'vitest';
import { sourceOf } from '../../shared/lessons/admission.ts';
import type { Source } from '../../shared/lessons/lesson.ts';
import { claimChunk, endClaims, openClaims } from '../../shared/stages/claimChunk.ts';
import { deletePrefix } from '../../shared/storage/blobs.ts';
import { type Stores, startStores } from '../../testing/stores.ts';

let stores: Stores;
beforeAll(async () => {
  stores = await startStores();
});
afterAll(async () => {
  await stores?.[Symbol.asyncDispose]();
});

const lesson = (name: string): Source =>
  sourceOf({
    ...{ blobName: `school/${name}.mp4`, etag: '"1"', sizeBytes: 1000 },
    uploadedAt: new Date('2026-03-01T09:00:00Z'),
  });

/** What a lane transcribes until nothing is left to claim. */
async function walk(source: Source, lane: number): Promise<number[]> {
  const chunks: number[] = [];
  for (let step = 0; ; step += 1) {
    const index = await claimChunk(source, lane, step);
    if (index === null) return chunks;
    chunks.push(index);
  }
}

test('lanes that claim at once get each chunk once, and all of them', async () => {
  const source = lesson('busy');
  await openClaims(source, 60, 16);
  const lanes = await Promise.all(Array.from({ length: 16 }, (_, lane) => walk(source, lane)));
  expect(lanes.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index));
});

test('a step asked again, by two at once or after the next lane’s, has the same answer; a step of the past has none', async () => {
  const source = lesson('again');
  await openClaims(source, 10, 2);
  const [first, twin] = await Promise.all([claimChunk(source, 0, 1), claimChunk(source, 0, 1)]);
  expect([first, twin]).toEqual([2, 2]);
  expect(await claimChunk(source, 1, 1)).toBe(3);
  expect(await claimChunk(source, 0, 1)).toBe(2);
  expect(await claimChunk(source, 0, 2)).toBe(4);
  expect(await claimChunk(source, 0, 1)).toBeNull();
});

test('nothing is left when the lesson has failed, or is gone', async () => {
  const source = lesson('failed');
  await openClaims(source, 10, 2);
  await endClaims(source);
  expect(await claimChunk(source, 0, 1)).toBeNull();
  await openClaims(source, 10, 2);
  expect(await claimChunk(source, 0, 1)).toBe(2);
  await deletePrefix('work', `${source.lessonId}/`);
  await endClaims(source);
  expect(await claimChunk(source, 0, 2)).toBeNull();
});

test('with as many lanes as chunks, or more, nothing is claimed', async () => {
  const source = lesson('short');
  await openClaims(source, 3, 16);
  expect(await claimChunk(source, 0, 1)).toBeNull();
});
