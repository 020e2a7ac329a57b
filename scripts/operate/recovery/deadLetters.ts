import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import { type DeadJob, deadJobSchema, lessonJobSchema, queues } from '../../../shared/messaging/messages.ts';
import { peekAll } from '../../../shared/messaging/peek.ts';

/** Where jobs end up that were given up. */
const places = [
  { name: `${queues.lessonJobs}, dead letters`, queue: queues.lessonJobs, dead: true },
  { name: queues.deadJobs, queue: queues.deadJobs, dead: false },
  { name: `${queues.deadJobs}, dead letters`, queue: queues.deadJobs, dead: true },
] as const;

/** A job that was given up; `job` is null where the message is none. */
export interface DeadLetter {
  /** Of its queue and its own number in it: no other message has it. */
  readonly id: string;
  readonly place: string;
  readonly job: DeadJob | null;
  readonly reason: string;
  readonly since: Date | undefined;
}

/** What became of one: sent again, left where it is (and why), or dropped. */
export type Outcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'left'; readonly why: string }
  | { readonly kind: 'dropped' };

/** Looks at everything that was given up, and takes nothing. */
export async function listDeadLetters(bus: ServiceBusClient): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for (const place of places) {
    const receiver = receiverAt(bus, place);
    try {
      for await (const message of peekAll(receiver)) found.push(letterOf(place, message));
    } finally {
      await receiver.close();
    }
  }
  return found;
}

/**
 * Goes once through everything that was given up. `handle` sends a chosen letter again, or says that it is to be left or
 * dropped; only after that is the message taken out of its queue. What is not chosen, is left, or fails stays there.
 * @throws what `handle` throws, after the messages under lock are given back.
 */
export async function takeDeadLetters(
  bus: ServiceBusClient,
  isChosen: (letter: DeadLetter) => boolean,
  handle: (letter: DeadLetter) => Promise<Outcome>,
  onOutcome: (letter: DeadLetter, outcome: Outcome) => void,
): Promise<void> {
  for (const place of places) {
    const receiver = receiverAt(bus, place);
    const kept: ServiceBusReceivedMessage[] = [];
    const seen = new Set<string>();
    try {
      for (;;) {
        const messages = await receiver.receiveMessages(20, { maxWaitTimeInMs: 1500 });
        const fresh = messages.filter((message) => !seen.has(letterOf(place, message).id));
        kept.push(...messages);
        // Nothing more, or only what a lock has let go of since: this was all.
        if (fresh.length === 0) break;
        for (const message of fresh) {
          const letter = letterOf(place, message);
          seen.add(letter.id);
          if (!isChosen(letter)) continue;
          const outcome = await handle(letter);
          if (outcome.kind !== 'left') {
            await receiver.completeMessage(message);
            kept.splice(kept.indexOf(message), 1);
          }
          onOutcome(letter, outcome);
        }
      }
    } finally {
      // A lock that is gone by now has given the message back already.
      await Promise.allSettled(kept.map((message) => receiver.abandonMessage(message)));
      await receiver.close();
    }
  }
}

type Place = (typeof places)[number];

function receiverAt(bus: ServiceBusClient, { queue, dead }: Place): ServiceBusReceiver {
  return bus.createReceiver(queue, dead ? { subQueueType: 'deadLetter' } : {});
}

function letterOf(place: Place, message: ServiceBusReceivedMessage): DeadLetter {
  const own = message.applicationProperties?.reason;
  const reason = message.deadLetterReason ?? (typeof own === 'string' ? own : 'unknown');
  const since = message.enqueuedTimeUtc;
  return { id: `${place.name} ${message.sequenceNumber}`, place: place.name, job: jobOf(message.body), reason, since };
}

function jobOf(body: unknown): DeadJob | null {
  const whole = lessonJobSchema.safeParse(body);
  if (whole.success) {
    const { siteId, lessonId, revision } = whole.data.source;
    return { schemaVersion: 1, siteId, lessonId, revision };
  }
  return deadJobSchema.safeParse(body).data ?? null;
}
