import { z } from 'zod';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import { askService, type SpeechService } from './speechService.ts';

const answerSchema = z.object({ speech: z.array(spanSchema) });

/** Asks the service where anybody speaks in a sound file; seconds from its start. @throws what `askService` throws */
export async function hearVoices(service: SpeechService, file: string, signal: AbortSignal): Promise<Span[]> {
  const { speech } = await askService(service, { path: '/v1/audio/voices', file, fields: {} }, answerSchema, signal);
  return speech.filter(({ start, end }) => end > start);
}
