import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { PermanentError, TransientError } from '../errors.ts';
import { retryAfter } from '../providers/failure.ts';

/** Our own speech service. */
export interface SpeechService {
  /** Without `/v1`. */
  readonly url: string;
  readonly key: string | undefined;
  /** How long one sound may take. */
  readonly timeoutSeconds: number;
}

/**
 * Sends a sound file to an address of the service and reads its answer.
 * @param fields what the form has besides the file
 * @throws TransientError for limits, outages, time-outs and answers of another shape; PermanentError 'speech-rejected'
 * or 'speech-not-configured' for what will not change.
 */
export async function askService<T>(
  service: SpeechService,
  question: {
    readonly path: string;
    readonly file: string;
    readonly fields: Readonly<Record<string, string | readonly string[]>>;
  },
  answer: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  const form = new FormData();
  form.append('file', await openAsBlob(question.file), 'sound.flac');
  for (const [name, value] of Object.entries(question.fields)) for (const one of [value].flat()) form.append(name, one);
  // Read whole, 24 MB at most: `fetch` that is aborted while it streams a form lets an error go that nobody can catch.
  const whole = new Response(form);
  const contentType = whole.headers.get('content-type') ?? '';
  const body = await whole.arrayBuffer();
  const timeout = AbortSignal.timeout(service.timeoutSeconds * 1000);
  try {
    const response = await fetch(new URL(question.path, service.url), {
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
    return answer.parse(await response.json());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PermanentError || error instanceof TransientError) throw error;
    const cause = error;
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      throw new TransientError('speech-malformed', 'The speech service answered in another shape than expected.', {
        cause,
      });
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
      `The speech service refused the key or does not serve this (${status}): see SPEECH_SERVICE_URL and SPEECH_SERVICE_KEY.`,
    );
  return new PermanentError('speech-rejected', `The speech service rejected the sound (${status}).`);
}
