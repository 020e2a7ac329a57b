import { AmqpFailure, entityNotFound } from './failure.ts';
import { type InboundMessage, type MessageContent, sessionIdOf } from './message.ts';
import { messageState, type Store, type StoredMessage } from './store.ts';

/** What a queue or topic needs from the broker. */
export interface EntityContext {
  readonly store: Store;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A message on its way into queues or subscriptions, duplicates and schedules behind it. */
export interface Arrival {
  readonly content: MessageContent;
  readonly timeToLiveMs: number | undefined;
  readonly scheduledFor: number | undefined;
  readonly durable: boolean;
  readonly priority: number;
  /** Set when the message had a sequence number before: while it was scheduled. */
  readonly enqueuedSequence: number | undefined;
}

/** As the service, in characters. */
const longestSessionId = 128;

interface IngressOptions {
  readonly path: string;
  readonly entity: number;
  readonly duplicateWindowMs: number | undefined;
  /** A message that names no session is refused. */
  readonly requiresSession: boolean;
  /** Puts the message where receivers find it and returns its sequence number. Runs inside a transaction. */
  readonly publish: (arrival: Arrival) => number;
  /** The schedule of this entity changed. */
  readonly onScheduled: () => void;
}

/** The way in, the same for queues and topics: duplicate detection, then the schedule, then `publish`. */
export type Ingress = ReturnType<typeof createIngress>;

export function createIngress({ store, now }: EntityContext, options: IngressOptions) {
  const { entity, path, publish, onScheduled } = options;
  let { duplicateWindowMs } = options;
  let removed = false;

  function isDuplicate(message: InboundMessage): boolean {
    if (duplicateWindowMs === undefined || message.duplicateKey === undefined) return false;
    const since = now() - duplicateWindowMs;
    store.forget(entity, since);
    return !store.remember(entity, message.duplicateKey, now(), since);
  }

  function accept(message: InboundMessage): number {
    if (removed) throw entityNotFound(path);
    if (options.requiresSession) needSession(message);
    // A duplicate is accepted and dropped, as Service Bus does: its sender cannot know that the first one arrived.
    if (isDuplicate(message)) return store.takeSequence(entity);
    if (message.scheduledFor === undefined || message.scheduledFor <= now()) {
      return publish({ ...message, enqueuedSequence: undefined });
    }
    onScheduled();
    return store.insert(
      {
        entity,
        dead: false,
        state: messageState.scheduled,
        enqueuedAt: now(),
        scheduledFor: message.scheduledFor,
        timeToLiveMs: message.timeToLiveMs ?? null,
        expiresAt: null,
        deliveryCount: 0,
        durable: message.durable,
        priority: message.priority,
        sessionId: null,
      },
      message.content,
    );
  }

  function needSession({ content }: InboundMessage): void {
    const sessionId = sessionIdOf(content);
    if (sessionId !== undefined && sessionId.length <= longestSessionId) return;
    throw new AmqpFailure(
      'amqp:not-allowed',
      sessionId === undefined
        ? `The SessionId was not set on a message, and '${path}' requires sessions: set one.`
        : `A SessionId has at most ${longestSessionId} characters, this one ${sessionId.length}.`,
    );
  }

  return {
    /** How long message ids are remembered from now on; undefined only where they never were. */
    change(windowMs: number | undefined): void {
      duplicateWindowMs = windowMs;
    },
    /** The entity is gone: whoever still has a link to it is told so. */
    remove(): void {
      removed = true;
    },
    /** Takes in all of the messages or, when it throws, none. Returns their sequence numbers. */
    send: (messages: readonly InboundMessage[]): number[] => store.transaction(() => messages.map(accept)),
    /** Takes back scheduled messages, all or none. @throws AmqpFailure when one of them is not scheduled (any more) */
    cancel(sequences: readonly number[]): void {
      store.transaction(() => {
        for (const sequence of sequences) {
          const message = store.bySequence(entity, sequence);
          if (message?.state !== messageState.scheduled) {
            throw new AmqpFailure(
              'com.microsoft:message-not-found',
              `There is no scheduled message with sequence number ${sequence} in '${path}'.`,
            );
          }
          store.remove(message.id);
        }
      });
    },
    /** The time of a scheduled message has come: it goes behind everything sent before now, under a new number. */
    activate(message: StoredMessage): void {
      store.transaction(() => {
        const content = store.content(message.id);
        store.remove(message.id);
        publish({
          content,
          timeToLiveMs: message.timeToLiveMs ?? undefined,
          scheduledFor: message.scheduledFor ?? undefined,
          durable: message.durable,
          priority: message.priority,
          enqueuedSequence: message.sequence,
        });
      });
    },
  };
}
