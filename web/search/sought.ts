import type { SearchResponse } from '../api/search.ts';
import { createStore } from '../parts/createStore.ts';

export const nothingAsked = { q: '', site: '', educator: '', from: '', to: '', masked: false };
export type Asked = typeof nothingAsked;

/** A search and what came of it so far. In this page's memory alone: no address and no device keeps what was sought. */
export const sought = createStore<{
  readonly asked: Asked;
  readonly lines: readonly SearchResponse['lines'][number][];
  readonly lookedThrough: number;
  readonly continuation: string | undefined;
  readonly ended: boolean;
}>({ asked: nothingAsked, lines: [], lookedThrough: 0, continuation: undefined, ended: false });
