import type {
  Choices,
  DetailsChange,
  LessonListQuery,
  LessonListResponse,
  LessonResponse,
  MeResponse,
  MoveResponse,
  ProgressListResponse,
  ReanalysisOffers,
  Receipt,
  SitesResponse,
} from '../../shared/api/contract.ts';
import type { Language } from '../../shared/words/texts.ts';
import { addressOf, request, send } from './request.ts';

export type { Choices, DetailsChange, LessonListResponse, LessonResponse, MeResponse, ReanalysisOffers, Receipt };

const at = (lessonId: string) => `/lessons/${encodeURIComponent(lessonId)}`;

export const readMe = (signal?: AbortSignal) => send<MeResponse>('/me', { ...(signal ? { signal } : {}) });

/** The contract takes the limit from a query's text, whatever it is; here it is a number. */
export type ListQuery = Omit<LessonListQuery, 'limit'> & { limit?: number };

/** null when nothing changed since `etag`. */
export const listLessons = (query: ListQuery, etag?: string, signal?: AbortSignal) =>
  request<LessonListResponse>('/lessons', {
    query,
    ...(etag ? { ifNoneMatch: etag } : {}),
    ...(signal ? { signal } : {}),
  });

/**
 * null when nothing changed since `etag`.
 * @param by who asks, where nobody signs in: whoever codes it in a study gets it without its result
 */
export const readLesson = (lessonId: string, etag?: string, signal?: AbortSignal, by = '') =>
  request<LessonResponse>(at(lessonId), {
    ...(by ? { query: { by } } : {}),
    ...(etag ? { ifNoneMatch: etag } : {}),
    ...(signal ? { signal } : {}),
  });

/** How far these lessons are, in one request; null when nothing changed since `etag`. */
export const readProgress = (lessonIds: readonly string[], etag?: string, signal?: AbortSignal) =>
  request<ProgressListResponse>('/progress', {
    query: { lessons: lessonIds.join(',') },
    ...(etag ? { ifNoneMatch: etag } : {}),
    ...(signal ? { signal } : {}),
  });

export const changeDetails = (lessonId: string, change: DetailsChange) =>
  send<LessonResponse>(at(lessonId), { method: 'PATCH', body: change });

export const deleteLesson = (lessonId: string) => send<Receipt>(at(lessonId), { method: 'DELETE' });

/** Once more; without choices with those that were made before. */
export const reanalyse = (lessonId: string, choices?: Choices) =>
  send<unknown>(`${at(lessonId)}/reanalysis`, { method: 'POST', ...(choices === undefined ? {} : { body: choices }) });

/** With what these can be analysed again, and what that costs. */
export const readOffers = (lessonIds: readonly string[], signal?: AbortSignal) =>
  send<ReanalysisOffers>('/reanalysis', { query: { lessons: lessonIds.join(',') }, ...(signal ? { signal } : {}) });

/** Asks for it; the lesson has `moving` until it is at the other site, under the id that the answer says. */
export const moveLesson = (lessonId: string, site: string) =>
  send<MoveResponse>(`${at(lessonId)}/move`, { method: 'POST', body: { site } });

/** The sites that there are, by name. */
export const readSites = (signal?: AbortSignal) => send<SitesResponse>('/sites', { ...(signal ? { signal } : {}) });

/** Address of one file of all lessons that these filters leave. */
export const manyAddress = (
  format: 'csv' | 'zip',
  { q, site, from, to }: Readonly<Record<'q' | 'site' | 'from' | 'to', string>>,
  names: 'shown' | 'masked',
  language: Language,
) => {
  const chosen = Object.entries({ q: q.trim(), site, from, to }).filter(([, value]) => value !== '');
  return addressOf(`/export.${format}`, { ...Object.fromEntries(chosen), names, language });
};
