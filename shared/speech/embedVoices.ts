import { z } from 'zod';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import type { HeardVoices } from './hearVoices.ts';
import { askService, type SpeechService } from './speechService.ts';

const answerSchema = z.object({ windows: z.array(spanSchema.extend({ embedding: z.string() })).optional() });

/** A stretch of speech with the numbers by which its voice is known. */
export interface EmbeddedWindow extends Span {
  readonly embedding: Float32Array;
}

/**
 * Asks the service whose voice is like whose in a sound file, seconds from its start; null where it is too old to tell.
 * @param heard what it told of the same file before: it does not listen for that again
 * @throws what `askService` throws
 */
export async function embedVoices(
  service: SpeechService,
  file: string,
  { speech, changes }: HeardVoices,
  signal: AbortSignal,
): Promise<EmbeddedWindow[] | null> {
  const fields = { 'include[]': 'windows', heard: JSON.stringify({ speech, changes }) };
  const { windows } = await askService(service, { path: '/v1/audio/voices', file, fields }, answerSchema, signal);
  return windows?.map((window) => ({ ...window, embedding: numbersOf(window.embedding) })) ?? null;
}

/** Float16, little-endian, in base64. */
function numbersOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength >> 1 }, (_, at) => view.getFloat16(2 * at, true));
}
