/**
 * How a provider's call failed.
 * limited: 429. busy: no room for this call now. down: not reached, or 5xx. slow: no answer in time. malformed: an
 * answer that is none. refused: key, address or model are wrong there. rejected: this request is, and would be anywhere.
 */
export type FailureKind = 'limited' | 'busy' | 'down' | 'slow' | 'malformed' | 'refused' | 'rejected';

/** One failed call of one provider. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly kind: FailureKind;
  readonly status: number | undefined;
  /** Seconds for which the provider asks to be left alone. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

interface FailureDetails {
  readonly status?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** What the SDK threw as a ProviderFailure; anything that is no provider's doing comes back as it is. */
export async function failureOf(error: unknown): Promise<unknown> {
  if (error instanceof ProviderFailure) return error;
  const { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } = await import('openai');
  const cause = error;
  if (error instanceof APIUserAbortError) return error;
  if (error instanceof APIConnectionTimeoutError)
    return new ProviderFailure('slow', 'did not answer in time', { cause });
  if (error instanceof APIConnectionError) return new ProviderFailure('down', 'cannot be reached', { cause });
  // A body that is not JSON, although the provider called it so.
  if (error instanceof SyntaxError) return new ProviderFailure('malformed', 'answered what is not JSON', { cause });
  if (error instanceof APIError) return ofStatus(error.status, error.code, error.headers, cause);
  // The connection broke while the body was read: `fetch` says no more than "terminated".
  if (error instanceof TypeError && error.message === 'terminated')
    return new ProviderFailure('down', 'broke off its answer', { cause });
  return error;
}

function ofStatus(
  status: number | undefined,
  code: string | null | undefined,
  headers: Headers | undefined,
  cause: unknown,
): ProviderFailure {
  const details = { status, retryAfterSeconds: retryAfter(headers, Date.now()), cause };
  if (status === undefined) return new ProviderFailure('down', 'broke off its answer', details);
  if (code === 'queue_full') return new ProviderFailure('busy', `is full (${status})`, details);
  if (status === 429) return new ProviderFailure('limited', 'asks to slow down (429)', details);
  if (status >= 500 || status === 408 || status === 409)
    return new ProviderFailure('down', `failed (${status})`, details);
  if (status === 401 || status === 403 || status === 404)
    return new ProviderFailure('refused', `refused the key, address or model (${status})`, details);
  return new ProviderFailure('rejected', `rejected the request (${status})`, details);
}

/** Seconds that the header Retry-After asks for, as a number or as a date (RFC 9110); undefined when it says nothing sound. */
export function retryAfter(headers: Headers | undefined, now: number): number | undefined {
  const milliseconds = headers?.get('retry-after-ms');
  if (milliseconds && Number.isFinite(Number(milliseconds))) return Math.max(0, Number(milliseconds) / 1000);
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  if (Number.isFinite(Number(text))) return Math.max(0, Number(text));
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
