import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import { TransientError } from '../errors.ts';

// About half a minute: a connection that broke, a database that asks to slow down. What lasts longer ends the attempt.
const policy = retry(handleType(TransientError), {
  maxAttempts: 6,
  backoff: new ExponentialBackoff({ initialDelay: 250, maxDelay: 15_000 }),
});

/** Runs one step of a rebuild, and again when storage or database did not answer. */
export function retryTransient<T>(step: () => Promise<T>): Promise<T> {
  return policy.execute(step);
}
