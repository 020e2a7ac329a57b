import { z } from 'zod';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import { askService, type SpeechService } from './speechService.ts';

/** What is heard in a sound; seconds from its start. */
export const heardVoicesSchema = z.object({
  speech: z.array(spanSchema).describe('where anybody speaks'),
  changes: z.array(z.number().nonnegative()).default([]).describe('where one voice follows another'),
  overlaps: z.array(spanSchema).default([]).describe('where two speak at once'),
});
export type HeardVoices = z.infer<typeof heardVoicesSchema>;

/**
 * Asks the service where anybody speaks in a sound file, where one voice follows another, and where two speak at once.
 * No embedding is computed. @throws what `askService` throws
 */
export async function hearVoices(service: SpeechService, file: string, signal: AbortSignal): Promise<HeardVoices> {
  const fields = { 'include[]': ['changes', 'overlaps'] };
  const heard = await askService(service, { path: '/v1/audio/voices', file, fields }, heardVoicesSchema, signal);
  const hasLength = ({ start, end }: Span) => end > start;
  return { ...heard, speech: heard.speech.filter(hasLength), overlaps: heard.overlaps.filter(hasLength) };
}
