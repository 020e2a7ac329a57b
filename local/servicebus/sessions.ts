import { AmqpFailure, sessionLockLost } from './failure.ts';
import type { EntityContext } from './ingress.ts';

/** A session under a receiver's lock. */
export interface SessionLock {
  readonly sessionId: string;
  /** Epoch milliseconds, as far as it is renewed by now. */
  lockedUntil: number;
}

/** A receiver that waits for any session. */
interface Waiter {
  readonly accept: (lock: SessionLock) => void;
  readonly onLost: () => void;
}

interface SessionsOptions {
  readonly path: string;
  readonly entity: number;
  /** As it is set at the time. */
  readonly lockDurationMs: () => number;
}

/** The largest state of a session: as a message of the standard tier. */
const longestState = 256 * 1024;

/**
 * The sessions of a queue or subscription. Their states outlive the broker; their locks end with it, as its
 * connections do.
 */
export function createSessions({ store, now }: EntityContext, { path, entity, lockDurationMs }: SessionsOptions) {
  const held = new Map<string, { lock: SessionLock; onLost: () => void; timer: NodeJS.Timeout }>();
  const waiters = new Set<Waiter>();
  let offering = false;

  /** A lock whose time is over counts as gone, also while nobody has been told of it. */
  const isHeld = (sessionId: string) => (held.get(sessionId)?.lock.lockedUntil ?? 0) > now();

  function schedule(sessionId: string): NodeJS.Timeout {
    const timer = setTimeout(() => lose(sessionId), lockDurationMs() + 1);
    // The server and its connections keep the process alive.
    timer.unref();
    return timer;
  }

  function lose(sessionId: string): void {
    const entry = held.get(sessionId);
    if (!entry) return;
    forget(sessionId);
    // What it had locked is due by itself, and counts as a failed delivery.
    entry.onLost();
    offer();
  }

  function forget(sessionId: string): void {
    clearTimeout(held.get(sessionId)?.timer);
    held.delete(sessionId);
  }

  function hold(sessionId: string, onLost: () => void): SessionLock {
    if (held.has(sessionId)) lose(sessionId);
    const lock = { sessionId, lockedUntil: now() + lockDurationMs() };
    held.set(sessionId, { lock, onLost, timer: schedule(sessionId) });
    return lock;
  }

  /** Gives waiting sessions to those who wait for one. */
  function offer(): void {
    if (waiters.size === 0) return;
    // After the transaction that made a message available, and once for all messages of it.
    if (offering) return;
    offering = true;
    setImmediate(() => {
      offering = false;
      if (waiters.size === 0) return;
      const free = store.waitingSessions(entity, now()).filter((sessionId) => !isHeld(sessionId));
      for (const [index, waiter] of [...waiters].entries()) {
        const sessionId = free[index];
        if (sessionId === undefined) break;
        waiters.delete(waiter);
        waiter.accept(hold(sessionId, waiter.onLost));
      }
    });
  }
  return {
    offer,
    /** Until when the session is locked; undefined when it is not. */
    lockedUntil: (sessionId: string) => (isHeld(sessionId) ? held.get(sessionId)?.lock.lockedUntil : undefined),
    /**
     * Locks a session for a receiver.
     * @param onLost called when the lock's time is over
     * @throws AmqpFailure session-cannot-be-locked when another receiver has it
     */
    accept(sessionId: string, onLost: () => void): SessionLock {
      if (isHeld(sessionId)) {
        throw new AmqpFailure(
          'com.microsoft:session-cannot-be-locked',
          `The requested session '${sessionId}' of '${path}' cannot be accepted: another receiver holds it.`,
        );
      }
      return hold(sessionId, onLost);
    },
    /** Waits for a session in which messages wait and that nobody holds. @returns what ends the waiting */
    acceptNext(waiter: Waiter): () => void {
      waiters.add(waiter);
      offer();
      return () => void waiters.delete(waiter);
    },
    /** Ends a lock before its time; what it had locked waits again, and no delivery is counted. */
    release(lock: SessionLock): void {
      if (held.get(lock.sessionId)?.lock !== lock) return;
      forget(lock.sessionId);
      store.transaction(() => {
        for (const message of store.lockedOfSession(entity, lock.sessionId)) {
          store.release(message.id, message.deliveryCount, message.state);
        }
      });
      offer();
    },
    /** Starts the lock's time anew and returns when it ends now. @throws AmqpFailure session-lock-lost */
    renew(sessionId: string): number {
      const entry = held.get(sessionId);
      if (!entry || !isHeld(sessionId)) throw sessionLockLost(sessionId);
      entry.lock.lockedUntil = now() + lockDurationMs();
      clearTimeout(entry.timer);
      entry.timer = schedule(sessionId);
      store.renewSession(entity, sessionId, entry.lock.lockedUntil);
      return entry.lock.lockedUntil;
    },
    /** @throws AmqpFailure session-lock-lost */
    state(sessionId: string): Buffer | undefined {
      if (!isHeld(sessionId)) throw sessionLockLost(sessionId);
      return store.sessionState(entity, sessionId);
    },
    /** @throws AmqpFailure session-lock-lost, or argument-error for more than 256 KB */
    setState(sessionId: string, state: Buffer | undefined): void {
      if (!isHeld(sessionId)) throw sessionLockLost(sessionId);
      if (state && state.length > longestState) {
        throw new AmqpFailure(
          'com.microsoft:argument-error',
          `A session's state has at most ${longestState} bytes, this one ${state.length}.`,
        );
      }
      store.setSessionState(entity, sessionId, state);
    },
  };
}
