import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { PermanentError, TransientError } from '../errors.ts';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import { retryAfter } from '../providers/failure.ts';

/** Our own speech service. */
export interface SpeechService {
  /** Without `/v1`. */
  readonly url: string;
  readonly key: string | undefined;
  /** How long one sound may take. */
  readonly timeoutSeconds: number;
}

const answerSchema = z.object({ speech: z.array(spanSchema) });

/**
 * Asks the service where anybody speaks in a sound file; seconds from its start.
 * @throws TransientError for limits, outages, time-outs and answers that make no sense; PermanentError 'speech-rejected'
 * or 'speech-not-configured' for what will not change.
 */
export async function hearVoices(service: SpeechService, file: string, signal: AbortSignal): Promise<Span[]> {
  const form = new FormData();
  form.append('file', await openAsBlob(file), 'sound.flac');
  // Read whole, 24 MB at most: `fetch` that is aborted while it streams a form lets an error go that nobody can catch.
  const whole = new Response(form);
  const contentType = whole.headers.get('content-type') ?? '';
  const body = await whole.arrayBuffer();
  const timeout = AbortSignal.timeout(service.timeoutSeconds * 1000);
  try {
    const response = await fetch(new URL('/v1/audio/voices', service.url), {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        ...(service.key === undefined ? {} : { authorization: `Bearer ${service.key}` }),
      },
      signal: AbortSignal.any([signal, timeout]),
      redirect: 'error',
    });
    if (!response.ok) {
      await response.text(); // so that the connection can be used again
      throw refusal(response);
    }
    return answerSchema.parse(await response.json()).speech.filter(({ start, end }) => end > start);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PermanentError || error instanceof TransientError) throw error;
    const cause = error;
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      throw new TransientError('speech-malformed', 'The speech service answered what is no list of voices.', { cause });
    throw new TransientError(
      'speech-unavailable',
      timeout.aborted ? 'The speech service did not answer in time.' : 'The speech service cannot be reached.',
      { cause },
    );
  }
}

function refusal({ status, headers }: Response): Error {
  const retryAfterSeconds = retryAfter(headers, Date.now());
  if (status === 429)
    return new TransientError('speech-rate-limited', 'The speech service asks to slow down (429).', {
      retryAfterSeconds,
    });
  if (status >= 500 || status === 408)
    return new TransientError('speech-unavailable', `The speech service failed (${status}).`, { retryAfterSeconds });
  if (status === 401 || status === 403 || status === 404)
    return new PermanentError(
      'speech-not-configured',
      `The speech service refused the key or serves no voices (${status}): see SPEECH_SERVICE_URL and SPEECH_SERVICE_KEY.`,
    );
  return new PermanentError('speech-rejected', `The speech service rejected the sound (${status}).`);
}
