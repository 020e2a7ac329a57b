import { expect, test } from 'vitest';
import { secondsLeft } from '../../../web/details/remaining.ts';

const look = (seconds: number, done: number) => ({ at: seconds * 1000, done, total: 10 });

test('nothing is told before a part was done while the page watched', () => {
  expect(secondsLeft([], 0)).toBeUndefined();
  expect(secondsLeft([look(0, 4)], 60_000)).toBeUndefined();
});

test('what is left takes as long as the parts so far, less what the one at work has had', () => {
  // Two parts in 40 s; four are left, and the next has been at work for 5 s.
  expect(secondsLeft([look(0, 4), look(20, 5), look(40, 6)], 45_000)).toBe(75);
});

test('a part that takes longer than the others counts as just beginning its last moment', () => {
  expect(secondsLeft([look(0, 8), look(20, 9)], 500_000)).toBe(0);
});
