import type {
  CodingResponse,
  StudiesResponse,
  StudyRequest,
  StudyResponse,
  UnitCode,
} from '../../shared/api/contract.ts';
import { send } from './request.ts';

export type { CodingResponse, StudiesResponse, StudyRequest, StudyResponse, UnitCode };

const at = (studyId: string) => `/studies/${encodeURIComponent(studyId)}`;
const lessonAt = (studyId: string, lessonId: string) => `${at(studyId)}/lessons/${encodeURIComponent(lessonId)}`;
const until = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
/** Where nobody signs in, who acts is taken at their word. */
const named = (by: string) => (by === '' ? {} : { by });

export const readStudies = (signal?: AbortSignal) => send<StudiesResponse>('/studies', until(signal));

export const beginStudy = (plan: Omit<StudyRequest, 'by'>, by: string) =>
  send<StudyResponse>('/studies', { method: 'POST', body: { ...plan, ...named(by) } });

export const readStudy = (studyId: string, signal?: AbortSignal) => send<StudyResponse>(at(studyId), until(signal));

/** A lesson to code, and what this person has coded of it. */
export const readCoding = (studyId: string, lessonId: string, by: string, signal?: AbortSignal) =>
  send<CodingResponse>(`${lessonAt(studyId, lessonId)}/coding`, { query: named(by), ...until(signal) });

/** Keeps codes in place of those before, if these are still the ones of `etag`. @throws ApiError 412 otherwise. */
export const writeCoding = (
  { studyId, lessonId, etag }: Pick<CodingResponse, 'studyId' | 'lessonId' | 'etag'>,
  by: string,
  body: { readonly codes: readonly UnitCode[]; readonly done: boolean },
): Promise<CodingResponse> =>
  send<CodingResponse>(`${lessonAt(studyId, lessonId)}/coding`, {
    method: 'PUT',
    query: named(by),
    body,
    ifMatch: `"${etag}"`,
  });
