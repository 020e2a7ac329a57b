import { describe, expect, it } from 'vitest';
import { JobQueue, QueueFullError } from '../../http/jobQueue.ts';

const never = new AbortController().signal;

/** A job that is done when the test says so. */
function heldJob(name: string, began: string[]) {
  const { promise, resolve } = Promise.withResolvers<string>();
  return {
    finish: () => resolve(name),
    run: () => {
      began.push(name);
      return promise;
    },
  };
}

describe('the queue of transcriptions', () => {
  it('runs one job at a time, in the order they came', async () => {
    const queue = new JobQueue(5);
    const began: string[] = [];
    const jobs = ['a', 'b', 'c'].map((name) => heldJob(name, began));
    const done = jobs.map((job) => queue.run(job.run, never));
    expect([began, queue.running, queue.waiting]).toEqual([['a'], true, 2]);
    for (const [index, job] of jobs.entries()) {
      job.finish();
      await done[index];
    }
    await queue.idle();
    expect([began, queue.running, queue.waiting]).toEqual([['a', 'b', 'c'], false, 0]);
  });

  it('refuses a job when enough wait, and says when to come again', async () => {
    const queue = new JobQueue(1);
    const job = heldJob('a', []);
    const first = queue.run(job.run, never);
    const second = queue.run(async () => 'b', never);
    const refused = await queue.run(async () => 'c', never).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(QueueFullError);
    expect(refused).toMatchObject({ retryAfterSeconds: expect.any(Number) });
    job.finish();
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
  });

  it('lets a job go that is given up while it waits, and never starts it', async () => {
    const queue = new JobQueue(5);
    const began: string[] = [];
    const running = heldJob('a', began);
    const first = queue.run(running.run, never);
    const gone = new AbortController();
    const second = queue.run(heldJob('b', began).run, gone.signal);
    gone.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    expect(queue.waiting).toBe(0);
    running.finish();
    await first;
    expect(began).toEqual(['a']);
    expect(await queue.run(async () => 'c', never)).toBe('c');
  });

  it('goes on after a job that failed', async () => {
    const queue = new JobQueue(5);
    const failed = queue.run(() => Promise.reject(new Error('broken')), never);
    const next = queue.run(async () => 'next', never);
    await expect(failed).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  it('does not begin what was given up before', async () => {
    await expect(new JobQueue(1).run(async () => 'a', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});
