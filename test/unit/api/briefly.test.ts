import { expect, test } from 'vitest';
import { briefly } from '../../../shared/api/briefly.ts';

test('waits for work that ends soon, and passes on that it failed', async () => {
  let done = false;
  const work = async () => {
    await new Promise(setImmediate);
    done = true;
  };
  await briefly(work());
  expect(done).toBe(true);
  await expect(briefly(Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('does not wait for work that hangs, and lets it end or fail later', async () => {
  const hanging = Promise.withResolvers<void>();
  await briefly(hanging.promise);
  hanging.reject(new Error('too late'));
  await new Promise(setImmediate);
});
