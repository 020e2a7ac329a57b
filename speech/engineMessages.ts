import type { EngineOptions } from './engine.ts';
import type { Transcription } from './transcribe.ts';

/** What the recogniser's thread is started with. */
export type EngineWorkerData = EngineOptions;

/** What is said to the recogniser's thread. */
export type EngineRequest =
  | { readonly kind: 'transcribe'; readonly job: number; readonly file: Uint8Array; readonly language?: string }
  | { readonly kind: 'cancel'; readonly job: number }
  | { readonly kind: 'release' };

/** An error loses its class between threads; its name says which it was. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** What the recogniser's thread says. */
export type EngineReply =
  | {
      readonly kind: 'ready';
      readonly weights: Readonly<Record<string, string>>;
      readonly languages: ReadonlySet<string>;
    }
  | { readonly kind: 'unusable'; readonly error: SentError }
  | { readonly kind: 'done'; readonly job: number; readonly transcription: Transcription }
  | { readonly kind: 'failed'; readonly job: number; readonly error: SentError };

/** An error as it can be sent. */
export function packError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return { name, message, ...(stack === undefined ? {} : { stack }) };
}
