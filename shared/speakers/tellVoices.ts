import type { Span } from '../lessons/transcript.ts';
import { findVoices, type VoiceWindow } from './findVoices.ts';
import type { ToldVoices } from './toldSpeech.ts';
import { unit } from './vectors.ts';
import { likeWindows } from './whose.ts';

/** What the speech service heard in one chunk, and where that begins; its times are seconds from there. */
export interface HeardChunk {
  readonly start: number;
  readonly speech: readonly Span[];
  readonly windows: readonly (Span & { readonly embedding: Float32Array })[];
  readonly changes: readonly number[];
  readonly overlaps: readonly Span[];
}

/** A lesson's windows of speech, in video time and in order. What has no direction is nobody's voice, and is left out. */
export const lessonWindows = (chunks: readonly HeardChunk[]): VoiceWindow[] =>
  chunks.flatMap(windowsOf).sort((a, b) => a.start - b.start);

/**
 * Tells the voices of a lesson apart, across its chunks. No embedding is in what it gives.
 * @param windows of these chunks
 */
export function tellVoices(windows: readonly VoiceWindow[], chunks: readonly HeardChunk[]): ToldVoices {
  return {
    windows: likeWindows(windows, findVoices(windows)),
    speech: chunks.flatMap(({ speech, start }) => speech.map((span) => later(span, start))),
    changes: chunks.flatMap(({ changes, start }) => changes.map((at) => at + start)),
    overlaps: chunks.flatMap(({ overlaps, start }) => overlaps.map((span) => later(span, start))),
  };
}

const later = <T extends Span>(span: T, by: number): Span => ({ start: span.start + by, end: span.end + by });

function windowsOf({ windows, start }: HeardChunk): VoiceWindow[] {
  return windows.flatMap((window) => {
    const vector = unit(window.embedding);
    return vector === null ? [] : [{ ...later(window, start), vector }];
  });
}
