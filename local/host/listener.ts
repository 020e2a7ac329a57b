/** Something that brings work from outside to the functions. */
export interface Listener {
  /** Resolves when it listens. Rejects when it never can: a wrong name, a missing connection. */
  start(): Promise<void>;
  /** Takes nothing new; what is under way goes on. */
  pause(): Promise<void>;
  /** Resolves when everything under way has ended and been settled with whoever sent it. */
  idle(): Promise<void>;
  /** Gives back what is still under way, so that another host can take it up at once, and lets go of everything. */
  close(): Promise<void>;
}

/** Work under way, to be waited for. */
export interface Ongoing {
  /** Adds work; a failure is its own affair. */
  add(work: Promise<unknown>): void;
  /** Resolves when there is none left, also of what was added while waiting. */
  idle(): Promise<void>;
}

export function createOngoing(): Ongoing {
  const all = new Set<Promise<unknown>>();
  return {
    add(work) {
      all.add(work);
      const remove = () => all.delete(work);
      work.then(remove, remove);
    },
    async idle() {
      while (all.size > 0) await Promise.allSettled(all);
    },
  };
}

/** A pause that an event can end. */
export interface Rest {
  /** Resolves after so many milliseconds, or when `wake` is called. */
  wait(milliseconds: number): Promise<void>;
  wake(): void;
}

export function createRest(): Rest {
  let resolveNow: (() => void) | undefined;
  let woken = false;
  return {
    async wait(milliseconds) {
      if (!woken) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          resolveNow = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      woken = false;
      resolveNow = undefined;
    },
    wake() {
      woken = true;
      resolveNow?.();
    },
  };
}
