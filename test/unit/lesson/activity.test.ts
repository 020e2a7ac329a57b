import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testInvoker } from '../../../local/test/durableInvoker.ts';
import { PermanentError, TransientError } from '../../../shared/errors.ts';

// One of the real names, with work that each test chooses.
let work: (input: { index: number }) => Promise<number>;
beforeAll(async () => {
  const { defineActivity } = await import('../../../functions/durable/activity.ts');
  defineActivity({
    name: 'transcribeChunk',
    input: z.object({ index: z.int() }),
    output: z.number(),
    run: (input) => work(input),
  });
});
const run = (data: unknown) => testInvoker.invoke('transcribeChunk', { kind: 'activity', instanceId: 'lesson', data });

test('an activity’s result is a value', async () => {
  work = async ({ index }) => index * 2;
  expect(await run({ index: 21 })).toEqual({ kind: 'ok', value: 42 });
});

describe('what trying again cannot mend is a value too, so that it is not tried again', () => {
  test('a failure for good', async () => {
    work = async () => Promise.reject(new PermanentError('no-audio', 'There is no sound.'));
    expect(await run({ index: 0 })).toEqual({
      kind: 'failed',
      failure: { code: 'no-audio', message: 'There is no sound.' },
    });
  });

  test.each([
    ['nothing', null, 'the whole'],
    ['of another shape', { index: 'Why did it sink?' }, 'index'],
  ])('an input that is %s, which is not quoted', async (_, input, where) => {
    work = async () => Promise.reject(new Error('not to be called'));
    const message = `transcribeChunk was given something else than its input (${where}).`;
    expect(await run(input)).toEqual({ kind: 'failed', failure: { code: 'internal', message } });
  });
});

describe('what may pass is thrown with its code in brackets, so that it is tried again', () => {
  test.each([
    [
      'a failure that says so',
      new TransientError('speech-unavailable', 'Nobody listens.'),
      '[speech-unavailable] Nobody',
    ],
    ['anything unexpected', new TypeError('x is undefined'), '[internal] x is undefined'],
  ])('%s', async (_, error, message) => {
    work = async () => Promise.reject(error);
    await expect(run({ index: 0 })).rejects.toThrow(message);
  });
});
