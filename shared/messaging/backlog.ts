import { TransientError } from '../errors.ts';
import { queues } from './messages.ts';
import { peekFront } from './peek.ts';
import { serviceBus } from './sender.ts';

/** What waits in the queue of jobs. */
export interface Backlog {
  /** Seconds; 0 when the queue is empty. */
  readonly oldestSeconds: number;
  /** Dead letters that nobody has taken; counted up to 100. */
  readonly dead: number;
  /** Dead letters that wait for a replay; counted up to 100. */
  readonly aside: number;
}

/** Looks into the queue and takes nothing out of it. @throws TransientError when Service Bus does not answer. */
export async function readBacklog(now = new Date()): Promise<Backlog> {
  try {
    const [[oldest], dead, aside] = await Promise.all([
      peek(queues.lessonJobs, 1),
      peek(queues.lessonJobs, 100, 'deadLetter'),
      peek(queues.deadJobs, 100),
    ]);
    const since = oldest?.enqueuedTimeUtc?.getTime() ?? now.getTime();
    return { oldestSeconds: Math.max(0, (now.getTime() - since) / 1000), dead: dead.length, aside: aside.length };
  } catch (error) {
    throw new TransientError('messaging-unavailable', 'Service Bus did not let anybody look into the queue.', {
      cause: error,
    });
  }
}

async function peek(queue: string, count: number, subQueueType?: 'deadLetter') {
  const receiver = (await serviceBus()).createReceiver(queue, subQueueType === undefined ? {} : { subQueueType });
  try {
    return await peekFront(receiver, count);
  } finally {
    await receiver.close();
  }
}
