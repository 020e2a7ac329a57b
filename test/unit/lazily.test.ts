import { expect, test } from 'vitest';
import { lazily } from '../../shared/lazily.ts';

test('what is made lazily is made at the first use, and once for all who wait for it', async () => {
  let made = 0;
  const get = lazily(async () => {
    made += 1;
    return { made };
  });
  expect(made).toBe(0);
  const [first, second] = await Promise.all([get(), get()]);
  expect(first).toBe(second);
  expect(await get()).toBe(first);
  expect(made).toBe(1);
});

test('what could not be made is tried again at the next use', async () => {
  const outcomes = [new Error('no file handle was left'), 'there'];
  const get = lazily(async () => {
    const outcome = outcomes.shift();
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  await expect(get()).rejects.toThrow('no file handle was left');
  await expect(get()).resolves.toBe('there');
});
