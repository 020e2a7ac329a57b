import { ExponentialBackoff, handleWhenResult, retry } from 'cockatiel';

/** What a step answers that read something, and found it changed by somebody else when it came to write. */
export const beaten = Symbol('beaten');

// Many at once would else all be beaten by the same one, again and again: hence pauses, of random length.
const policy = retry(
  handleWhenResult((result) => result === beaten),
  { maxAttempts: 11, backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 1000 }) },
);

/**
 * Changes what others may change at the same time: reads, decides and writes again as long as somebody else was faster.
 * @returns what `step` came to; `beaten` when others were faster a dozen times running.
 */
export function whileBeaten<T>(step: () => Promise<T | typeof beaten>): Promise<T | typeof beaten> {
  return policy.execute(step);
}
