import type { SearchRequest, SearchResponse } from '../../shared/api/contract.ts';
import { send } from './request.ts';

export type { SearchResponse };

/** Lines of all lessons in which something is said. The question travels in the body: addresses are logged. */
export const searchWords = (asked: SearchRequest, signal: AbortSignal) =>
  send<SearchResponse>('/search', { method: 'POST', body: asked, signal });
