import { z } from 'zod';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import { askService, type SpeechService } from './speechService.ts';

const answerSchema = z.object({
  speech: z.array(spanSchema),
  windows: z.array(spanSchema.extend({ embedding: z.string() })).optional(),
  changes: z.array(z.number().nonnegative()).default([]),
  overlaps: z.array(spanSchema).default([]),
});

/** A stretch of speech with the numbers by which its voice is known. */
export interface EmbeddedWindow extends Span {
  readonly embedding: Float32Array;
}

/** Whose voice is like whose in a sound; seconds from its start. */
export interface HeardSpeakers {
  readonly speech: readonly Span[];
  readonly windows: readonly EmbeddedWindow[];
  readonly changes: readonly number[];
  readonly overlaps: readonly Span[];
}

/**
 * Asks the service whose voice is like whose in a sound file; null where it is too old to tell.
 * @throws what `askService` throws
 */
export async function hearSpeakers(
  service: SpeechService,
  file: string,
  signal: AbortSignal,
): Promise<HeardSpeakers | null> {
  const fields = { 'include[]': ['windows', 'changes', 'overlaps'] };
  const answer = await askService(service, { path: '/v1/audio/voices', file, fields }, answerSchema, signal);
  const { windows } = answer;
  if (windows === undefined) return null;
  return { ...answer, windows: windows.map((window) => ({ ...window, embedding: numbersOf(window.embedding) })) };
}

/** Float16, little-endian, in base64. */
function numbersOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength >> 1 }, (_, at) => view.getFloat16(2 * at, true));
}
