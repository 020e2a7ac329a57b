import { TransientError } from '../errors.ts';
import { queues } from './messages.ts';
import { serviceBus } from './sender.ts';

/** What waits in the queue of jobs. */
export interface Backlog {
  /** Seconds; 0 when the queue is empty. */
  readonly oldestSeconds: number;
  /** Dead letters that nobody has taken; counted up to 100. */
  readonly dead: number;
}

/** Looks into the queue and takes nothing out of it. @throws TransientError when Service Bus does not answer. */
export async function readBacklog(now = new Date()): Promise<Backlog> {
  try {
    const [[oldest], dead] = await Promise.all([peek(1), peek(100, 'deadLetter')]);
    const since = oldest?.enqueuedTimeUtc?.getTime() ?? now.getTime();
    return { oldestSeconds: Math.max(0, (now.getTime() - since) / 1000), dead: dead.length };
  } catch (error) {
    throw new TransientError('messaging-unavailable', 'Service Bus did not let anybody look into the queue.', {
      cause: error,
    });
  }
}

// A receiver of its own each time: it remembers how far it has looked, and the next look begins at the front.
async function peek(count: number, subQueueType?: 'deadLetter') {
  const receiver = (await serviceBus()).createReceiver(
    queues.lessonJobs,
    subQueueType === undefined ? {} : { subQueueType },
  );
  try {
    return await receiver.peekMessages(count);
  } finally {
    await receiver.close();
  }
}
