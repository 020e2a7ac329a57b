import type { CodingResponse, UnitCode } from '../../shared/api/contract.ts';
import { ApiError } from '../api/errors.ts';
import { createStore, type Store } from '../parts/createStore.ts';

export interface Coded {
  readonly codes: readonly UnitCode[];
  /** What there was before each change of this visit, the last one last. */
  readonly undo: readonly (readonly UnitCode[])[];
  readonly saving: 'saved' | 'sending' | 'waiting' | 'changed';
  /** Why the last attempt failed. */
  readonly error: unknown;
  readonly done: boolean;
}

export interface CodingDesk extends Store<Coded> {
  /** Puts these codes in place of those before, and sends them. */
  change(codes: readonly UnitCode[]): void;
  /** @returns whether there was anything to undo */
  undo(): boolean;
  /** Sends again what could not be sent. */
  retry(): void;
  /** Hands in what is coded. @throws ApiError */
  handIn(): Promise<void>;
}

type Send = (etag: string, codes: readonly UnitCode[], done: boolean) => Promise<CodingResponse>;

/**
 * What one person codes of a lesson. All codes are sent at each change, one request at a time and the newest state with
 * the next; what cannot be sent waits. Codes that were changed elsewhere (412) are never written over unasked.
 */
export function createCodingDesk(opened: CodingResponse, send: Send): CodingDesk {
  const store = createStore<Coded>({
    codes: opened.codes,
    undo: [],
    saving: 'saved',
    error: undefined,
    done: opened.done,
  });
  let etag = opened.etag;
  let kept: readonly UnitCode[] = opened.codes;
  let sending: Promise<void> | undefined;
  const put = (part: Partial<Coded>) => store.set({ ...store.get(), ...part });

  const work = async (): Promise<void> => {
    // Nothing is written over what came from elsewhere; the page has to read that first.
    if (store.get().saving === 'changed') return;
    while (store.get().codes !== kept) {
      const { codes } = store.get();
      put({ saving: 'sending', error: undefined });
      try {
        ({ etag } = await send(etag, codes, false));
        kept = codes;
      } catch (error) {
        const changed = error instanceof ApiError && (error.status === 412 || error.code === 'coding-done');
        return put({ saving: changed ? 'changed' : 'waiting', error });
      }
    }
    put({ saving: 'saved', error: undefined });
  };
  const start = (): Promise<void> => {
    sending ??= work().finally(() => {
      sending = undefined;
    });
    return sending;
  };
  return {
    ...store,
    change(codes) {
      const { done, saving, codes: before, undo } = store.get();
      if (done || saving === 'changed') return;
      put({ codes, undo: [...undo, before] });
      void start();
    },
    undo() {
      const { done, saving, undo } = store.get();
      const before = undo.at(-1);
      if (done || saving === 'changed' || before === undefined) return false;
      put({ codes: before, undo: undo.slice(0, -1) });
      void start();
      return true;
    },
    retry() {
      if (store.get().saving === 'waiting') void start();
    },
    async handIn() {
      await start();
      const { codes, saving, error } = store.get();
      if (saving !== 'saved') throw error;
      ({ etag } = await send(etag, codes, true));
      put({ done: true, undo: [] });
    },
  };
}
