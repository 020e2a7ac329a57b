/**
 * The two kinds of failure. What trying again cannot mend is a PermanentError; what it can is a TransientError.
 * The code is stable and documented (docs/operations.md); the message is for a person and says what to do.
 */
export const permanentCodes = [
  'unsupported-name',
  'file-empty',
  'file-too-large',
  'not-a-video',
  'file-truncated',
  'file-refused',
  'no-audio',
  'no-such-track',
  'too-long',
  'too-many-streams',
  'speech-rejected',
  'speech-not-configured',
  'coding-rejected',
  'coding-not-configured',
  'budget-exhausted',
  'message-malformed',
  'video-gone',
  'superseded',
  'analysis-damaged',
  'analysis-lost',
  'work-missing',
  'internal',
] as const;
export type PermanentCode = (typeof permanentCodes)[number];

export const transientCodes = [
  'storage-unavailable',
  'database-unavailable',
  'messaging-unavailable',
  'speech-unavailable',
  'speech-rate-limited',
  'speech-malformed',
  'coding-unavailable',
  'coding-rate-limited',
  'timed-out',
  'out-of-memory',
  'disk-full',
] as const;
export type TransientCode = (typeof transientCodes)[number];

/** A failure that the same input will always meet again. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
  readonly code: PermanentCode;

  /** @param message what happened, to what, and what a person can do; no transcript text, no secret. */
  constructor(code: PermanentCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A failure that may pass; worth another try after `retryAfterSeconds` (or the caller's own backoff). */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  readonly code: TransientCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: TransientCode,
    message: string,
    options?: ErrorOptions & { retryAfterSeconds?: number | undefined },
  ) {
    super(message, options);
    this.code = code;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}
