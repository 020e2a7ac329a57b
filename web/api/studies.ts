import type {
  AgreementResponse,
  CodingResponse,
  StudiesResponse,
  StudyDeletion,
  StudyHandCodingResponse,
  StudyRequest,
  StudyResponse,
  UnitCode,
} from '../../shared/api/contract.ts';
import { problemOf } from './errors.ts';
import { addressOf, send } from './request.ts';
import type { Names } from './review.ts';

export type { AgreementResponse, CodingResponse, StudiesResponse, StudyHandCodingResponse, StudyResponse, UnitCode };

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

/** How coders agree, and what they differ in. */
export const readAgreement = (studyId: string, signal?: AbortSignal) =>
  send<AgreementResponse>(`${at(studyId)}/agreement`, until(signal));

/** Keeps what was settled, if nothing else of the lesson was meanwhile. @throws ApiError 412 otherwise. */
export const settle = (
  studyId: string,
  { lessonId, etag }: { readonly lessonId: string; readonly etag: string },
  settled: { readonly code: UnitCode; readonly note?: string },
  by: string,
): Promise<AgreementResponse> =>
  send<AgreementResponse>(`${lessonAt(studyId, lessonId)}/settlements`, {
    method: 'POST',
    body: { ...settled, ...named(by) },
    ifMatch: `"${etag}"`,
  });

/** How a table of hand coding matches; with `take` it is kept as what the coder has handed in. */
export const bringInTable = (
  studyId: string,
  lessonId: string,
  table: { readonly csv: string; readonly coder: string; readonly take: boolean },
  by: string,
): Promise<StudyHandCodingResponse> =>
  send<StudyHandCodingResponse>(`${lessonAt(studyId, lessonId)}/hand-coding`, {
    method: 'POST',
    body: { ...table, ...named(by) },
  });

export const closeStudy = (studyId: string) =>
  send<StudyResponse>(`${at(studyId)}/closing`, { method: 'POST', body: {} });

export const deleteStudy = (studyId: string) => send<StudyDeletion>(at(studyId), { method: 'DELETE' });

/** The address of a study's file, for links. */
export const studyFile = (studyId: string, format: 'txt' | 'csv', names: Names, language?: string) =>
  addressOf(`${at(studyId)}/export.${format}`, { names, ...(language === undefined ? {} : { language }) });

/** The text of a methods section. @throws ApiError */
export async function readMethods(
  studyId: string,
  names: Names,
  language: string,
  signal: AbortSignal,
): Promise<string> {
  const answer = await fetch(studyFile(studyId, 'txt', names, language), { cache: 'no-store', signal });
  if (!answer.ok) throw await problemOf(answer);
  return answer.text();
}
