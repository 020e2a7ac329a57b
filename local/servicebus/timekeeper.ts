import type { Entities } from './entities.ts';
import type { Store } from './store.ts';

// setTimeout's range is 2^31 ms; looking again once an hour costs nothing.
const longestTimerMs = 3_600_000;

/** Acts on everything whose time has come: locks that ended, schedules, expired messages. */
export function sweep(store: Store, entities: Entities, now: number): void {
  for (const kind of ['locks', 'schedules', 'expiries'] as const) {
    for (let rows = store.due(kind, now); rows.length > 0; rows = store.due(kind, now)) {
      store.transaction(() => {
        for (const message of rows) {
          const { queue, ingress } = entities.ownerOf(message);
          if (kind === 'schedules' && ingress) ingress.activate(message);
          else if (kind === 'locks' && queue) queue.expireLock(message);
          else if (kind === 'expiries' && queue) queue.expire(message);
          else throw new Error(`message ${message.id} is due and nothing handles its ${kind}`);
        }
      });
    }
  }
}

/** Locks die with the process that gave them: what was locked then counts as a failed delivery. */
export function releaseAbandonedLocks(store: Store, entities: Entities): void {
  store.transaction(() => {
    for (const message of store.locked()) {
      const { queue } = entities.ownerOf(message);
      if (queue) queue.expireLock(message);
      else store.release(message.id, message.deliveryCount + 1, message.state);
    }
  });
}

/** Sweeps when the next thing is due, and not before. */
export interface Timekeeper {
  /** Something changed that may be due earlier than what is waited for. */
  readonly wake: () => void;
  readonly stop: () => void;
}

export function createTimekeeper(store: Store, entities: Entities, onError: (error: unknown) => void): Timekeeper {
  let timer: NodeJS.Timeout | undefined;
  let woken: NodeJS.Immediate | undefined;
  let stopped = false;

  const run = () => {
    woken = undefined;
    if (stopped) return;
    clearTimeout(timer);
    try {
      sweep(store, entities, Date.now());
      const next = store.nextDue();
      // Timers may fire up to a millisecond early.
      if (next !== undefined) timer = setTimeout(run, Math.min(Math.max(next - Date.now() + 1, 1), longestTimerMs));
    } catch (error) {
      onError(error);
      timer = setTimeout(run, 1000);
    }
  };

  return {
    wake: () => {
      // Once for all that changes in this turn of the event loop.
      if (!stopped) woken ??= setImmediate(run);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      if (woken) clearImmediate(woken);
    },
  };
}
