import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beaten, whileBeaten } from '../../shared/whileBeaten.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Is beaten so many times, then comes to `result`. */
function race(times: number, result: () => string | null) {
  const tries = { count: 0 };
  const step = async () => {
    tries.count += 1;
    return tries.count > times ? result() : beaten;
  };
  return { tries, step };
}
async function outcome<T>(step: () => Promise<T | typeof beaten>) {
  const done = whileBeaten(step);
  await Promise.race([done.catch(() => undefined), vi.runAllTimersAsync()]);
  return done;
}

test.each([0, 1, 11])('somebody who is beaten %d times comes through', async (times) => {
  const { tries, step } = race(times, () => 'written');
  expect(await outcome(step)).toBe('written');
  expect(tries.count).toBe(times + 1);
});

test('to leave it as it is is an outcome, too', async () => {
  expect(await outcome(race(1, () => null).step)).toBeNull();
});

test('a dozen times running is enough', async () => {
  const { tries, step } = race(Number.POSITIVE_INFINITY, () => 'written');
  expect(await outcome(step)).toBe(beaten);
  expect(tries.count).toBe(12);
});

test('a failure is not tried again', async () => {
  const failure = new Error('down in a test');
  const { tries, step } = race(0, () => {
    throw failure;
  });
  await expect(outcome(step)).rejects.toBe(failure);
  expect(tries.count).toBe(1);
});
