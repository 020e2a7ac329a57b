import type {
  ElanResponse,
  MediaResponse,
  QuestionsResponse,
  RemovalsResponse,
  ReviewEventResponse,
  ReviewEventsResponse,
  ReviewEventsTaken,
  SpeakersResponse,
  TeachingResponse,
  WaveformResponse,
} from '../../shared/api/contract.ts';
import type { Language } from '../../shared/words/texts.ts';
import type { Waiting } from '../model/desk.ts';
import { ApiError } from './errors.ts';
import { addressOf, send } from './request.ts';

export type { ElanResponse, MediaResponse, QuestionsResponse, WaveformResponse };
export type Names = 'shown' | 'masked';

/** A lesson's words as the API gives them, as far as the studio shows them. */
export interface Transcript {
  readonly segments: readonly {
    readonly start: number;
    readonly end: number;
    readonly text: string;
    /** ISO 639-1; with what was not understood: in which it probably is, "und" where nobody can tell. */
    readonly language?: string;
    /** Absent in lessons analysed before it was told: clear. */
    readonly heard?: 'clear' | 'doubtful' | 'not-understood';
    readonly words?: readonly { readonly start: number; readonly end: number; readonly text: string }[];
    /** The voice that says it; null where nobody can tell, absent where voices were not told apart. */
    readonly speaker?: number | null;
  }[];
  /** Absent in lessons analysed before voices were told apart. */
  readonly speakers?: {
    readonly turns: readonly { readonly start: number; readonly end: number; readonly speaker: number }[];
  };
}

const at = (lessonId: string) => `/lessons/${encodeURIComponent(lessonId)}`;
const until = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });

export const readQuestions = (lessonId: string, names: Names, signal?: AbortSignal) =>
  send<QuestionsResponse>(`${at(lessonId)}/questions`, { query: { evidence: true, names }, ...until(signal) });

export const readTranscript = (lessonId: string, names: Names, signal?: AbortSignal) =>
  send<Transcript>(`${at(lessonId)}/transcript.json`, { query: { names }, ...until(signal) });

export const readSpeakers = (lessonId: string, signal?: AbortSignal) =>
  send<SpeakersResponse>(`${at(lessonId)}/speakers`, until(signal));

/** What follows for other lines from those of which people said who says them. @throws ApiError 409 without embeddings */
export const readTeaching = (lessonId: string, signal?: AbortSignal) =>
  send<TeachingResponse>(`${at(lessonId)}/speakers/teaching`, until(signal));

/** Begins to take a voice out of a lesson; how it ends, `readRemovals` tells. @param etag of the voices as they were heard */
export const removeVoice = (lessonId: string, voice: number, etag: string) =>
  send<unknown>(`${at(lessonId)}/voices/${voice}/removal`, { method: 'POST', ifMatch: `"${etag}"` });

export const readRemovals = (lessonId: string, signal?: AbortSignal) =>
  send<RemovalsResponse>(`${at(lessonId)}/voices/removals`, until(signal));

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
export const captionsAddress = (lessonId: string, names: Names, language: Language) =>
  addressOf(`${at(lessonId)}/transcript.vtt`, { names, language });
export const exportAddress = (lessonId: string, format: string, names: Names, language?: Language) =>
  addressOf(`${at(lessonId)}/export.${format}`, { names, language });

/** Everything that people said of a lesson. */
export const readEvents = (lessonId: string, signal?: AbortSignal) =>
  send<ReviewEventsResponse>(`${at(lessonId)}/events`, until(signal));

/** Records what a person says, if the question that it is about still has this ETag. @throws ApiError 412 otherwise. */
export const sendEvent = (lessonId: string, { id, by, change, basis }: Waiting): Promise<ReviewEventResponse> =>
  send<ReviewEventResponse>(`${at(lessonId)}/events`, {
    method: 'POST',
    body: { id, by, change },
    ...(basis === '' ? {} : { ifMatch: basis }),
  });

/** What an edited ELAN file would change. */
export const readElan = (lessonId: string, eaf: string) =>
  send<ElanResponse>(`${at(lessonId)}/elan`, { method: 'POST', body: { eaf } });

/** Records several things that a person says; each id is one event, however often it is sent. */
export const takeOver = (
  lessonId: string,
  events: readonly Pick<ElanResponse['changes'][number], 'id' | 'change'>[],
  by: string,
) =>
  send<ReviewEventsTaken>(`${at(lessonId)}/events/several`, {
    method: 'POST',
    body: { events, ...(by === '' ? {} : { by }) },
  });
