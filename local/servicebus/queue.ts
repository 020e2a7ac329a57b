import { randomBytes } from 'node:crypto';
import type { QueueSettings } from './config.ts';
import { AmqpFailure, lockLost, sessionLockLost } from './failure.ts';
import type { Arrival, EntityContext } from './ingress.ts';
import { encodeDelivery, sessionIdOf, withProperties } from './message.ts';
import { amqp } from './rheaTypes.ts';
import { createSessions } from './sessions.ts';
import { type Counts, messageState, type StoredMessage } from './store.ts';

/** How a receiver is done with a message that it has locked. */
export type Outcome =
  | { readonly kind: 'complete' }
  /** Given back unread: no attempt is counted. */
  | { readonly kind: 'release' }
  | { readonly kind: 'abandon' | 'defer'; readonly properties?: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'deadLetter';
      readonly reason?: string | undefined;
      readonly description?: string | undefined;
      readonly properties?: Readonly<Record<string, unknown>>;
    };

/** A message handed to a receiver under a lock. */
export interface Delivered {
  readonly token: Buffer;
  readonly encoded: Buffer;
}

interface QueueOptions {
  /** As declared; a subscription's is topic/Subscriptions/name. */
  readonly path: string;
  readonly entity: number;
  readonly settings: QueueSettings;
  /** There may be something new to receive in the queue (in this session of it), or in its dead-letter sub-queue. */
  readonly onAvailable: (dead: boolean, sessionId: string | null) => void;
}

// TimeSpan.MaxValue in milliseconds: Service Bus's way to say that a message never expires.
const foreverMs = 922_337_203_685_477;
// As the service: a reason and a description are no place for a stack dump.
const longestReason = 4096;
const expired = {
  DeadLetterReason: 'TTLExpiredException',
  DeadLetterErrorDescription: 'The message expired and was dead lettered.',
};
const withoutSession = {
  DeadLetterReason: 'Session ID is null.',
  DeadLetterErrorDescription: "Session enabled entity doesn't allow a message whose session identifier is null.",
};
// What one peek may take on the wire, as one management response.
const largestPeekBytes = 1024 * 1024;

/** Which messages are looked at, and how much of each. */
interface PeekOptions {
  readonly sessionId?: string;
  readonly withBody?: boolean;
}

/** The receiving side of a queue or subscription, its dead-letter sub-queue (`dead`) included. */
export type Queue = ReturnType<typeof createQueue>;

export function createQueue({ store, now }: EntityContext, options: QueueOptions) {
  const { path, entity } = options;
  let { settings } = options;
  const sessions = createSessions({ store, now }, { path, entity, lockDurationMs: () => settings.lockDurationMs });

  function onAvailable(dead: boolean, sessionId: string | null): void {
    options.onAvailable(dead, sessionId);
    if (sessionId !== null && !dead) sessions.offer();
  }

  function encode(message: StoredMessage, lockedUntil?: number, content = store.content(message.id)): Buffer {
    return encodeDelivery(content, {
      durable: message.durable,
      priority: message.priority,
      timeToLiveMs: message.timeToLiveMs,
      deliveryCount: message.deliveryCount,
      annotations: {
        'x-opt-sequence-number': amqp.wrap_long(message.sequence),
        'x-opt-enqueue-sequence-number': amqp.wrap_long(message.enqueuedSequence),
        'x-opt-enqueued-time': amqp.wrap_timestamp(message.enqueuedAt),
        ...(lockedUntil === undefined ? {} : { 'x-opt-locked-until': amqp.wrap_timestamp(lockedUntil) }),
        ...(message.state === messageState.active ? {} : { 'x-opt-message-state': amqp.wrap_int(message.state) }),
      },
    });
  }

  function lock(message: StoredMessage): Delivered {
    const token = randomBytes(16);
    // A message of a session is locked for as long as its session is.
    const until =
      (message.sessionId === null ? undefined : sessions.lockedUntil(message.sessionId)) ??
      now() + settings.lockDurationMs;
    const encoded = encode(message, until);
    store.lock(message.id, token, until);
    return { token, encoded };
  }

  function locked(dead: boolean, token: Buffer): StoredMessage {
    const message = store.byToken(token);
    const held = message?.entity === entity && message.dead === dead && (message.lockedUntil ?? 0) > now();
    if (message && held) return message;
    throw settings.requiresSession && !dead ? sessionLockLost(message?.sessionId ?? null) : lockLost();
  }

  function change(message: StoredMessage, properties: Readonly<Record<string, unknown>> | undefined): void {
    if (!properties || Object.keys(properties).length === 0) return;
    store.setProperties(message.id, withProperties(store.content(message.id), properties).applicationProperties);
  }

  function bury(message: StoredMessage, deliveryCount: number, properties: Readonly<Record<string, unknown>>): void {
    change(message, properties);
    store.bury(message.id, deliveryCount);
    onAvailable(true, null);
  }

  /** Deliveries so far, this one too; among dead letters they are not counted any more. */
  const attemptsOf = ({ dead, deliveryCount }: StoredMessage) => deliveryCount + (dead ? 0 : 1);

  /** A delivery that came to nothing: the message is offered again, or dead-lettered when that was the last attempt. */
  function fail(message: StoredMessage): void {
    const attempts = attemptsOf(message);
    if (!message.dead && attempts >= settings.maxDeliveryCount) {
      bury(message, attempts, {
        DeadLetterReason: 'MaxDeliveryCountExceeded',
        DeadLetterErrorDescription: `Message could not be consumed after ${attempts} delivery attempts.`,
      });
    } else {
      store.release(message.id, attempts, message.state);
      onAvailable(message.dead, message.sessionId);
    }
  }

  function deadLetter(message: StoredMessage, outcome: Extract<Outcome, { kind: 'deadLetter' }>): void {
    for (const text of [outcome.reason, outcome.description]) {
      if (text !== undefined && text.length > longestReason) {
        throw new AmqpFailure(
          'com.microsoft:argument-error',
          `A dead-letter reason or description has at most ${longestReason} characters, this one ${text.length}.`,
        );
      }
    }
    bury(message, message.deliveryCount, {
      ...outcome.properties,
      DeadLetterReason: outcome.reason,
      DeadLetterErrorDescription: outcome.description,
    });
  }

  return {
    path,
    entity,
    requiresSession: settings.requiresSession,
    sessions,
    /** Settings for what comes from now on; whether sessions are required cannot change. */
    change(next: QueueSettings): void {
      settings = next;
    },
    /** Adds a message behind all others. Runs inside the sender's transaction. */
    append(arrival: Arrival): number {
      const timeToLiveMs = Math.min(arrival.timeToLiveMs ?? foreverMs, settings.timeToLiveMs);
      const sessionId = settings.requiresSession ? (sessionIdOf(arrival.content) ?? null) : null;
      // To a queue such a message is refused; a subscription cannot tell the sender.
      const dead = settings.requiresSession && sessionId === null;
      onAvailable(dead, sessionId);
      return store.insert(
        {
          entity,
          dead,
          state: messageState.active,
          enqueuedAt: now(),
          scheduledFor: null,
          timeToLiveMs: timeToLiveMs >= foreverMs ? null : timeToLiveMs,
          expiresAt: dead || timeToLiveMs >= foreverMs ? null : now() + timeToLiveMs,
          deliveryCount: 0,
          durable: arrival.durable,
          priority: arrival.priority,
          sessionId,
        },
        dead ? withProperties(arrival.content, withoutSession) : arrival.content,
        arrival.enqueuedSequence,
      );
    },
    /** Locks the first message that waits (in this session) and returns it; undefined when none does. */
    receive(dead: boolean, sessionId?: string): Delivered | undefined {
      const message =
        sessionId === undefined
          ? store.firstAvailable(entity, dead, now())
          : store.firstOfSession(entity, sessionId, now());
      return message && lock(message);
    },
    /** @throws AmqpFailure message-lock-lost, or not-allowed for dead-lettering a dead letter */
    settle(dead: boolean, token: Buffer, outcome: Outcome): void {
      const refusal = store.transaction((): AmqpFailure | undefined => {
        const message = locked(dead, token);
        switch (outcome.kind) {
          case 'complete':
            store.remove(message.id);
            return;
          case 'release':
            store.release(message.id, message.deliveryCount, message.state);
            onAvailable(dead, message.sessionId);
            return;
          case 'abandon':
            change(message, outcome.properties);
            fail(message);
            return;
          case 'defer':
            change(message, outcome.properties);
            store.release(message.id, attemptsOf(message), messageState.deferred);
            return;
          case 'deadLetter':
            if (!message.dead) {
              deadLetter(message, outcome);
              return;
            }
            // As in Azure its lock ends all the same, which throwing in here would undo.
            store.release(message.id, message.deliveryCount, message.state);
            onAvailable(dead, message.sessionId);
            return new AmqpFailure(
              'amqp:not-allowed',
              'A message in a dead-letter queue cannot be dead-lettered again.',
            );
        }
      });
      if (refusal) throw refusal;
    },
    /** Starts the lock's time anew and returns when it ends now. @throws AmqpFailure message-lock-lost */
    renew(dead: boolean, token: Buffer): number {
      const until = now() + settings.lockDurationMs;
      store.lock(locked(dead, token).id, token, until);
      return until;
    },
    /** Looks at messages (of this session) in any state, lowest sequence number first, at most `limit` and about 1 MB of them. */
    peek(
      dead: boolean,
      fromSequence: number,
      limit: number,
      { sessionId, withBody = true }: PeekOptions = {},
    ): Buffer[] {
      const found: Buffer[] = [];
      let bytes = 0;
      for (const message of store.from(entity, dead, fromSequence, limit, sessionId)) {
        const content = store.content(message.id);
        const encoded = encode(message, undefined, withBody ? content : { ...content, body: Buffer.alloc(0) });
        bytes += encoded.length;
        if (found.length > 0 && bytes > largestPeekBytes) break;
        found.push(encoded);
      }
      return found;
    },
    /** Locks deferred messages, all or none. @throws AmqpFailure message-not-found when one is not deferred */
    receiveDeferred(dead: boolean, sequences: readonly number[]): Delivered[] {
      return store.transaction(() =>
        sequences.map((sequence) => {
          const message = store.bySequence(entity, sequence);
          if (message?.sessionId && !dead && !sessions.lockedUntil(message.sessionId)) {
            throw sessionLockLost(message.sessionId);
          }
          if (message?.state !== messageState.deferred || message.dead !== dead || message.lockToken) {
            throw new AmqpFailure(
              'com.microsoft:message-not-found',
              `There is no deferred message with sequence number ${sequence} in '${path}' that could be locked.`,
            );
          }
          return lock(message);
        }),
      );
    },
    /** The lock's time is over, or its holder gone for good. */
    expireLock: (message: StoredMessage): void => store.transaction(() => fail(message)),
    /** The message's time is over. */
    expire(message: StoredMessage): void {
      store.transaction(() => {
        if (!settings.deadLetterExpired) store.remove(message.id);
        else bury(message, message.deliveryCount, expired);
      });
    },
    counts: (): Counts => store.counts(entity),
  };
}
