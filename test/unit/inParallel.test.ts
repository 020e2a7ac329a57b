import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inParallel } from '../../shared/inParallel.ts';

const items = Array.from({ length: 10 }, (_, index) => index);

test('results come in the order of the items, whichever ends first', async () => {
  const ends = items.map(() => Promise.withResolvers<void>());
  const work = inParallel(items.length, items, async (item) => {
    await ends[item]?.promise;
    return item * 2;
  });
  for (const { resolve } of ends.toReversed()) resolve();
  expect(await work).toEqual(items.map((item) => item * 2));
});

test.each([1, 3, 10, 50])(
  'at most %d at a time are under way, and as many where there is enough to do',
  async (limit) => {
    let [now, most] = [0, 0];
    await inParallel(limit, items, async () => {
      now += 1;
      most = Math.max(most, now);
      await turn();
      now -= 1;
    });
    expect(most).toBe(Math.min(limit, items.length));
  },
);

test('the first failure is told as it is, what had begun ends, and nothing more is begun', async () => {
  const failure = new Error('the third');
  const begun: number[] = [];
  const ended: number[] = [];
  const work = inParallel(2, items, async (item) => {
    begun.push(item);
    await turn();
    if (item === 2) throw failure;
    await turn();
    ended.push(item);
  });
  await expect(work).rejects.toBe(failure);
  while (ended.length < begun.length - 1) await turn();
  await turn();
  expect(begun.length).toBeLessThanOrEqual(4);
  expect(ended).toEqual(begun.filter((item) => item !== 2));
});

test('nothing to do is nothing', async () => {
  expect(await inParallel(8, [], () => Promise.reject(new Error('not to be called')))).toEqual([]);
});
