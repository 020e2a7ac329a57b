import { expect, test } from 'vitest';
import { blockBytesFor } from '../../../shared/storage/uploads.ts';

const mebibyte = 2 ** 20;

test.each([
  [1, 8],
  [8_000_000, 8],
  [2 * 1024 * mebibyte, 8],
  [2 * 1024 * mebibyte + 1, 16],
  [8_000_000_000, 32],
  [50_000_000_000, 64],
])('a file of %i bytes is uploaded in blocks of %i MiB', (sizeBytes, blocks) => {
  expect(blockBytesFor(sizeBytes)).toBe(blocks * mebibyte);
});

test('no size that a setting allows needs more blocks than a blob takes', () => {
  expect(50_000_000_000 / blockBytesFor(50_000_000_000)).toBeLessThan(50_000);
});
