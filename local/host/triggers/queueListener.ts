import { RestError } from '@azure/storage-blob';
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { asError } from '../errors.ts';
import { createOngoing, createRest, type Listener } from '../listener.ts';
import type { HostLog } from '../log.ts';

export interface QueueListenerOptions {
  readonly queue: QueueClient;
  /** Undefined for a queue that is itself one of poison messages: what fails there stays, hidden for `visibility`. */
  readonly poison: QueueClient | undefined;
  /** Runs one message; a rejection is a failed try. */
  readonly handle: (message: DequeuedMessageItem) => Promise<void>;
  /** How many messages are fetched at once (1 to 32), and at how few running ones more are fetched. */
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
  /** Milliseconds: how long an empty queue is left alone at most, and how long a failed message is. */
  readonly maxPollingInterval: number;
  readonly retryDelay: number;
  /** Seconds that a message stays hidden while it runs; renewed for as long as it does. */
  readonly visibility: number;
  readonly log: HostLog;
}

export interface QueueListener extends Listener {
  /** Looks at once: something was just put into the queue. */
  wake(): void;
}

const category = 'Host.Queues';

/** Fetches messages, runs them, deletes those that succeed, and moves to the poison queue what failed too often. */
export function createQueueListener(options: QueueListenerOptions): QueueListener {
  const { queue, poison, log } = options;
  const rest = createRest();
  const stopping = new AbortController();
  const running = new Map<string, RunningMessage>();
  const ongoing = createOngoing();
  let loop: Promise<void> | undefined;

  async function poll(): Promise<void> {
    let delay = 100;
    while (!stopping.signal.aborted) {
      if (running.size > options.newBatchThreshold) {
        await rest.wait(60_000);
        continue;
      }
      const messages = await fetch();
      for (const message of messages) ongoing.add(process(message));
      delay = messages.length > 0 ? 100 : Math.min(delay * 2, options.maxPollingInterval);
      // A full batch may have left more behind; otherwise there is time to rest.
      if (messages.length < options.batchSize) await rest.wait(delay);
    }
  }

  async function fetch(): Promise<DequeuedMessageItem[]> {
    try {
      const answer = await queue.receiveMessages({
        numberOfMessages: options.batchSize,
        visibilityTimeout: options.visibility,
        abortSignal: stopping.signal,
      });
      return answer.receivedMessageItems;
    } catch (thrown) {
      // A queue that is not there yet is as good as empty; it may be made at any time.
      const missing = thrown instanceof RestError && thrown.statusCode === 404;
      if (!missing && !stopping.signal.aborted) {
        log.write('warn', category, 'queue.unreachable', { queue: queue.name, error: asError(thrown).message });
      }
      return [];
    }
  }

  async function process(message: DequeuedMessageItem): Promise<void> {
    const held = holdMessage(queue, message, options.visibility, (error) =>
      log.write('warn', category, 'message.renewal-failed', { queue: queue.name, id: message.messageId, error }),
    );
    running.set(message.messageId, held);
    try {
      // A host that was killed in the middle left its try uncounted by anybody but the queue.
      if (message.dequeueCount > options.maxDequeueCount) await held.settle(() => putAside(message, held));
      else await runOnce(message, held);
    } catch (thrown) {
      // The message comes back when its time is over; to lose it is not possible here.
      const error = asError(thrown).message;
      log.write('warn', category, 'message.not-settled', { queue: queue.name, id: message.messageId, error });
    } finally {
      held.release();
      running.delete(message.messageId);
      rest.wake();
    }
  }

  async function runOnce(message: DequeuedMessageItem, held: RunningMessage): Promise<void> {
    try {
      await options.handle(message);
    } catch (thrown) {
      const last = message.dequeueCount >= options.maxDequeueCount || thrown instanceof UnusableMessage;
      if (last || !poison) await held.settle(() => putAside(message, held));
      else await held.settle(() => held.showAfter(Math.round(options.retryDelay / 1000)));
      return;
    }
    await held.settle(async () => void (await queue.deleteMessage(message.messageId, held.popReceipt)));
  }

  async function putAside(message: DequeuedMessageItem, held: RunningMessage): Promise<void> {
    if (!poison) {
      // As in Azure: at once again it would fail at once, for ever.
      log.write('warn', category, 'message.left-hidden', { queue: queue.name, seconds: options.visibility });
      return held.showAfter(options.visibility);
    }
    await poison.createIfNotExists();
    // First written, then deleted: a host that dies in between leaves it twice rather than nowhere.
    await poison.sendMessage(message.messageText, { messageTimeToLive: -1 });
    await queue.deleteMessage(message.messageId, held.popReceipt);
    log.write('error', category, 'message.poisoned', {
      queue: queue.name,
      poison: poison.name,
      id: message.messageId,
      dequeueCount: message.dequeueCount,
    });
  }

  return {
    async start() {
      loop = poll();
    },
    wake: () => rest.wake(),
    idle: () => ongoing.idle(),
    async pause() {
      stopping.abort();
      rest.wake();
      await loop;
    },
    async close() {
      stopping.abort();
      await Promise.all([...running.values()].map((held) => held.giveUp()));
    },
  };
}

/** A message that no further try can mend: it goes to the poison queue at once. */
export class UnusableMessage extends Error {
  override readonly name = 'UnusableMessage';
}

interface RunningMessage {
  readonly popReceipt: string;
  /** Does the last thing with the message, unless it was given up meanwhile. */
  settle(work: () => Promise<void>): Promise<void>;
  showAfter(seconds: number): Promise<void>;
  /** Makes the message visible again at once: somebody else shall run it. */
  giveUp(): Promise<void>;
  release(): void;
}

/** Keeps a message hidden for as long as it runs, by renewing at a third of its time. */
function holdMessage(
  queue: QueueClient,
  message: DequeuedMessageItem,
  visibility: number,
  onFailure: (error: string) => void,
): RunningMessage {
  let { popReceipt } = message;
  let given = false;
  let settling: Promise<void> | undefined;
  let renewal: Promise<void> = Promise.resolve();
  const change = async (seconds: number) => {
    const answer = await queue.updateMessage(message.messageId, popReceipt, message.messageText, seconds);
    popReceipt = answer.popReceipt ?? popReceipt;
  };
  const timer = setInterval(
    () => {
      renewal = renewal.then(() => change(visibility)).catch((thrown) => onFailure(asError(thrown).message));
    },
    (visibility * 1000) / 3,
  );
  timer.unref();
  return {
    get popReceipt() {
      return popReceipt;
    },
    async settle(work) {
      clearInterval(timer);
      await renewal;
      if (given) return;
      settling = work();
      await settling;
    },
    showAfter: change,
    async giveUp() {
      // Its function is done and the queue is being told so: there is nothing to give back.
      if (settling) return void (await Promise.allSettled([settling]));
      given = true;
      clearInterval(timer);
      await renewal;
      await change(0).catch((thrown) => onFailure(asError(thrown).message));
    },
    release: () => clearInterval(timer),
  };
}
