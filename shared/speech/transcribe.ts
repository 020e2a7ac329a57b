import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { PermanentError, TransientError } from '../errors.ts';
import type { Segment } from '../lessons/transcript.ts';
import type { SpeechClient } from './client.ts';
import { attachWords } from './words.ts';

// `verbose_json` as Whisper gives it; what else an engine adds is ignored.
const answerSchema = z.object({
  language: z.string().optional(),
  segments: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })).default([]),
  words: z.array(z.object({ start: z.number(), end: z.number(), word: z.string() })).optional(),
});

export interface ChunkTranscript {
  readonly language: string | null;
  readonly segments: readonly Segment[];
}

/**
 * Transcribes one sound file; times are seconds from its start.
 * @throws TransientError for limits, outages, time-outs and answers that make no sense;
 * PermanentError 'speech-rejected' or 'speech-not-configured' for what will not change.
 */
export async function transcribe(
  speech: SpeechClient,
  file: string,
  language: string,
  signal: AbortSignal,
): Promise<ChunkTranscript> {
  const answer = answerSchema.safeParse(await request(speech, file, language, signal));
  if (!answer.success) {
    throw new TransientError(
      'speech-malformed',
      `The speech engine's answer has another shape than Whisper's: ${answer.error.issues[0]?.path.join('.')}.`,
    );
  }
  const segments = answer.data.segments
    .map((segment) => ({ start: Math.max(0, segment.start), end: Math.max(0, segment.end), text: segment.text.trim() }))
    .filter((segment) => segment.text !== '' && segment.end >= segment.start);
  return {
    language: answer.data.language ?? null,
    segments: answer.data.words === undefined ? segments : attachWords(segments, answer.data.words),
  };
}

async function request(speech: SpeechClient, file: string, language: string, signal: AbortSignal): Promise<unknown> {
  const { APIConnectionError, APIConnectionTimeoutError, APIError } = await import('openai');
  try {
    return await speech.openai.audio.transcriptions.create(
      {
        file: createReadStream(file),
        model: speech.model,
        language,
        response_format: 'verbose_json',
        timestamp_granularities: ['segment', 'word'],
      },
      { signal },
    );
  } catch (error) {
    if (error instanceof APIConnectionTimeoutError)
      throw new TransientError('timed-out', 'The speech engine did not answer in time.', { cause: error });
    if (error instanceof APIConnectionError)
      throw new TransientError('speech-unavailable', 'The speech engine cannot be reached.', { cause: error });
    // A body that is not JSON, although the engine called it so.
    if (error instanceof SyntaxError)
      throw new TransientError('speech-malformed', 'The speech engine answered something that is not JSON.', {
        cause: error,
      });
    if (!(error instanceof APIError)) throw error;
    const status = typeof error.status === 'number' ? error.status : 500;
    if (status === 429)
      throw new TransientError('speech-rate-limited', 'The speech engine asks to slow down (429).', { cause: error });
    if (status >= 500 || status === 408 || status === 409)
      throw new TransientError('speech-unavailable', `The speech engine failed (${status}).`, { cause: error });
    if (status === 401 || status === 403 || status === 404) {
      throw new PermanentError(
        'speech-not-configured',
        `The speech engine refused the key, address or model (${status}). Check the speech settings.`,
        { cause: error },
      );
    }
    throw new PermanentError('speech-rejected', `The speech engine rejected the sound (${status}).`, { cause: error });
  }
}
