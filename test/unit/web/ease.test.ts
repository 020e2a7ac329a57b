import { expect, test } from 'vitest';
import { ease } from '../../../web/api/ease.ts';

test('what changes is asked after every two seconds, what stands still ever more rarely, and never rarer than every 15 s', () => {
  expect([0, 1, 2].map(ease)).toEqual([2000, 3000, 4500]);
  expect([5, 6, 1000].map(ease)).toEqual([15_000, 15_000, 15_000]);
});
