import type { ReviewEventResponse } from '../../shared/api/contract.ts';
import { ApiError, messageOf } from '../api/errors.ts';
import { aboutOf, type Change, ofVoices } from '../model/change.ts';
import type { Question } from '../model/code.ts';
import * as desks from '../model/desk.ts';
import type { Told } from '../model/toldVoices.ts';

/** What the desk needs of the world; tests give their own. */
export interface DeskWorld {
  /** @throws ApiError 412 when what it is based on is not so any more. */
  send(waiting: desks.Waiting): Promise<ReviewEventResponse>;
  read(): Promise<readonly Question[]>;
  readVoices(): Promise<Told>;
  /** Keeps what waits on the device, and no more what does not. */
  keep(before: readonly desks.Waiting[], after: readonly desks.Waiting[]): void;
  /** Settles when there is a connection. */
  online(): Promise<void>;
  pause(milliseconds: number): Promise<void>;
  now(): string;
  newId(): string;
}

export interface ReviewDesk {
  get(): desks.Desk;
  subscribe(listener: () => void): () => void;
  /** The voices as they are shown: what is said of them is based on these. */
  see(voices: Told): void;
  want(change: Change, by: string): void;
  /** @returns what was undone, null when there was nothing. */
  undo(by: string): Change | null;
  choose(questionId: string, choice: 'theirs' | 'mine'): void;
  retry(): void;
  /** Reads the questions anew, which another analysis has changed; what waits to be saved stays. */
  reread(): Promise<void>;
  /** Sends no more: the page shows something else, and what waits is on the device. */
  close(): void;
}

const longestPause = 30_000;
/** How often in a row a change is sent again, on what the machine has changed under it, before the person is told. */
const mostMends = 5;

/**
 * Keeps corrections, one after the other, until each is saved, refused, or a choice of the person's.
 * @param waiting what the device has kept of an earlier visit; it is sent first
 * @param done what can still be taken back of earlier visits
 */
export function openReviewDesk(
  questions: readonly Question[],
  world: DeskWorld,
  waiting: readonly desks.Waiting[] = [],
  done: readonly desks.Undoable[] = [],
): ReviewDesk {
  let desk = desks.openDesk(questions, waiting, done);
  let running = false;
  let closed = false;
  const listeners = new Set<() => void>();
  const set = (next: desks.Desk) => {
    if (next.waiting !== desk.waiting) world.keep(desk.waiting, next.waiting);
    desk = next;
    for (const listener of listeners) listener();
  };

  const send = async () => {
    for (let [fails, mends] = [0, 0]; !closed; ) {
      await world.online();
      const next = desks.nextToSend(desk);
      if (next === null || closed) return;
      set(desks.sending(desk, next.id));
      try {
        const answer = await world.send(next);
        set(desks.answered(desk, next.id, answer));
        [fails, mends] = [0, 0];
      } catch (error) {
        const status = error instanceof ApiError ? error.status : 0;
        if (status === 412) {
          await compare(next);
          // There was nothing to choose: it waits again, based on what is there now.
          const mended = desk.waiting.some(({ id, state }) => id === next.id && state === 'waiting');
          mends = mended ? mends + 1 : 0;
          if (mends > mostMends) {
            set(desks.failed(desk, next.id, messageOf(error)));
            mends = 0;
          } else if (mended) await world.pause(Math.min(longestPause, 125 * 2 ** mends));
        } else if (status === 0 || status === 429 || status >= 500) {
          set(desks.delayed(desk, next.id));
          fails += 1;
          await world.pause(Math.min(longestPause, 500 * 2 ** fails));
        } else set(desks.failed(desk, next.id, messageOf(error)));
      }
    }
  };

  const compare = async ({ id, change, before }: desks.Waiting) => {
    const [about] = aboutOf(change, before);
    try {
      if (about === ofVoices) return set(desks.refusedByVoices(desk, id, await world.readVoices()));
      const theirs = (await world.read()).find((question) => question.id === about);
      set(theirs === undefined ? desks.failed(desk, id, '') : desks.refused(desk, id, theirs));
    } catch (error) {
      set(desks.failed(desk, id, messageOf(error)));
    }
  };

  const pump = () => {
    if (running || closed) return;
    running = true;
    void send().finally(() => {
      running = false;
      // Something may have been wanted between the last look and now.
      if (desks.nextToSend(desk) !== null) pump();
    });
  };
  pump();

  return {
    get: () => desk,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    see(voices) {
      set(desks.withVoices(desk, voices));
    },
    want(change, by) {
      set(desks.want(desk, world.newId(), change, by, world.now()));
      pump();
    },
    undo(by) {
      const undone = desks.undoLast(desk, world.newId(), by, world.now());
      if (undone === null) return null;
      set(undone.desk);
      pump();
      return undone.undone;
    },
    choose(questionId, choice) {
      set(desks.choose(desk, questionId, choice));
      pump();
    },
    retry() {
      set(desks.retried(desk));
      pump();
    },
    async reread() {
      for (let fails = 0; !closed; ) {
        const before = desk;
        try {
          const found = await world.read();
          if (closed) return;
          // What was saved meanwhile may not be among them.
          if (desk.waiting === before.waiting) return set(desks.reread(desk, found));
        } catch {
          // Tried again until it is there, or the page shows something else.
          fails += 1;
          await world.online();
          await world.pause(Math.min(longestPause, 500 * 2 ** fails));
        }
      }
    },
    close() {
      closed = true;
    },
  };
}
