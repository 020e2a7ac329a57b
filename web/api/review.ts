import type { MediaResponse, QuestionsResponse, WaveformResponse } from '../../shared/api/contract.ts';
import type { Question } from '../model/code.ts';
import type { Wanted } from '../model/desk.ts';
import { ApiError } from './errors.ts';
import { addressOf, request, send } from './request.ts';

export type { MediaResponse, QuestionsResponse, WaveformResponse };
export type Names = 'shown' | 'masked';

/** A lesson's words as the API gives them, as far as the studio shows them. */
export interface Transcript {
  readonly segments: readonly {
    readonly start: number;
    readonly end: number;
    readonly text: string;
    /** Absent in lessons analysed before it was told: clear. */
    readonly heard?: 'clear' | 'doubtful' | 'not-understood';
  }[];
}

const at = (lessonId: string) => `/lessons/${encodeURIComponent(lessonId)}`;
const until = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });

export const readQuestions = (lessonId: string, names: Names, signal?: AbortSignal) =>
  send<QuestionsResponse>(`${at(lessonId)}/questions`, { query: { evidence: true, names }, ...until(signal) });

export const readTranscript = (lessonId: string, names: Names, signal?: AbortSignal) =>
  send<Transcript>(`${at(lessonId)}/transcript.json`, { query: { names }, ...until(signal) });

export const readMedia = (lessonId: string, signal?: AbortSignal) =>
  send<MediaResponse>(`${at(lessonId)}/media`, until(signal));

/** null where there is none, as for lessons from before it was kept. */
export async function readWaveform(lessonId: string, signal?: AbortSignal): Promise<WaveformResponse | null> {
  try {
    return await send<WaveformResponse>(`${at(lessonId)}/waveform`, until(signal));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Addresses of files, for links. */
export const captionsAddress = (lessonId: string, names: Names) =>
  addressOf(`${at(lessonId)}/transcript.vtt`, { names });
export const exportAddress = (lessonId: string, format: string, names: Names) =>
  addressOf(`${at(lessonId)}/export.${format}`, { names });

const review = (lessonId: string, questionId: string) =>
  `${at(lessonId)}/questions/${encodeURIComponent(questionId)}/review`;

/** Keeps a person's code if the question still has this ETag. @throws ApiError 412 otherwise. */
export const saveReview = (
  lessonId: string,
  questionId: string,
  wanted: NonNullable<Wanted>,
  by: string,
  etag: string,
): Promise<Question> =>
  changed(review(lessonId, questionId), { method: 'PUT', body: { ...wanted, by }, ifMatch: etag });

/** Takes a person's code away if the question still has this ETag. @throws ApiError 412 otherwise. */
export const removeReview = (lessonId: string, questionId: string, etag: string): Promise<Question> =>
  changed(review(lessonId, questionId), { method: 'DELETE', ifMatch: etag });

async function changed(path: string, options: Parameters<typeof request>[1]): Promise<Question> {
  const answer = await request<Question>(path, options);
  if (answer === null) throw new ApiError(304, '', '');
  return { ...answer.body, etag: answer.etag || answer.body.etag };
}
