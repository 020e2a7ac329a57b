import { ApiError, messageOf } from '../api/errors.ts';
import type { Question } from '../model/code.ts';
import * as desks from '../model/desk.ts';

/** What the desk needs of the world; tests give their own. */
export interface DeskWorld {
  /** @throws ApiError 412 when the question no longer has this ETag. */
  save(id: string, wanted: NonNullable<desks.Wanted>, by: string, etag: string): Promise<Question>;
  remove(id: string, by: string, etag: string): Promise<Question>;
  read(): Promise<readonly Question[]>;
  /** Settles when there is a connection. */
  online(): Promise<void>;
  pause(milliseconds: number): Promise<void>;
  now(): string;
}

export interface ReviewDesk {
  get(): desks.Desk;
  subscribe(listener: () => void): () => void;
  want(id: string, wanted: desks.Wanted, by: string): void;
  /** @returns the id of the question that it was of, null when there was nothing to undo. */
  undo(by: string): string | null;
  choose(id: string, choice: 'theirs' | { mine: desks.Wanted }, by: string): void;
  retry(): void;
}

const longestPause = 30_000;

/** Keeps corrections, one after the other, until each is saved, refused, or a choice of the person's. */
export function openReviewDesk(questions: readonly Question[], world: DeskWorld): ReviewDesk {
  let desk = desks.openDesk(questions);
  let by = '';
  let running = false;
  const listeners = new Set<() => void>();
  const set = (next: desks.Desk) => {
    desk = next;
    for (const listener of listeners) listener();
  };

  const send = async () => {
    for (let fails = 0; ; ) {
      const next = desks.nextToSend(desk);
      if (next === null) return;
      const { id, wanted, etag } = next;
      await world.online();
      set(desks.sending(desk, id));
      try {
        const question = await (wanted === null ? world.remove(id, by, etag) : world.save(id, wanted, by, etag));
        set(desks.answered(desk, id, wanted, question));
        fails = 0;
      } catch (error) {
        const status = error instanceof ApiError ? error.status : 0;
        if (status === 412) await compare(id);
        else if (status === 0 || status === 429 || status >= 500) {
          set(desks.delayed(desk, id));
          fails += 1;
          await world.pause(Math.min(longestPause, 500 * 2 ** fails));
        } else set(desks.failed(desk, id, messageOf(error)));
      }
    }
  };

  const compare = async (id: string) => {
    try {
      const theirs = (await world.read()).find((question) => question.id === id);
      set(theirs === undefined ? desks.failed(desk, id, '') : desks.refused(desk, id, theirs));
    } catch (error) {
      set(desks.failed(desk, id, messageOf(error)));
    }
  };

  const pump = () => {
    if (running) return;
    running = true;
    void send().finally(() => {
      running = false;
      // Something may have been wanted between the last look and now.
      if (desks.nextToSend(desk) !== null) pump();
    });
  };

  return {
    get: () => desk,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    want(id, wanted, reviewer) {
      by = reviewer;
      set(desks.want(desk, id, wanted, reviewer, world.now()));
      pump();
    },
    undo(reviewer) {
      by = reviewer;
      const undone = desks.undoLast(desk, reviewer, world.now());
      if (undone === null) return null;
      set(undone.desk);
      pump();
      return undone.id;
    },
    choose(id, choice, reviewer) {
      by = reviewer;
      set(desks.choose(desk, id, choice, reviewer, world.now()));
      pump();
    },
    retry() {
      set(desks.retried(desk));
      pump();
    },
  };
}
