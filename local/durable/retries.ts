import type { RetryOptions } from './actions.ts';

/** Longest wait between two attempts where the options name none. */
const intervalMaxMs = 6 * 24 * 3_600_000;

/**
 * Milliseconds from `nowMs` to the next attempt after the one numbered `attempt` (from 1) failed,
 * or undefined when the time for retries, counted from the first attempt, is over.
 */
export function nextDelayMs(
  options: RetryOptions,
  attempt: number,
  firstAttemptMs: number,
  nowMs: number,
): number | undefined {
  const timeoutMs = options.retryTimeoutInMilliseconds ?? Number.POSITIVE_INFINITY;
  if (nowMs >= firstAttemptMs + timeoutMs) return undefined;
  const backoff = options.backoffCoefficient ?? 1;
  const delayMs = options.firstRetryIntervalInMilliseconds * backoff ** (attempt - 1);
  return Math.min(delayMs, options.maxRetryIntervalInMilliseconds ?? intervalMaxMs);
}
