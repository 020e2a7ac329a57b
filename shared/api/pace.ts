import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { config } from '../settings/config.ts';
import type { Caller } from './caller.ts';
import { Problem } from './problem.ts';

let limiter: RateLimiterMemory | undefined;

/**
 * Counts a request of somebody who has signed in, on this instance; where nobody signs in there is nobody to count.
 * Front Door limits addresses as well, where there is one.
 * @throws Problem 429 with the seconds to wait, beyond REQUESTS_A_MINUTE.
 */
export async function keepPace({ id }: Pick<Caller, 'id'>): Promise<void> {
  if (id === null) return;
  limiter ??= new RateLimiterMemory({ points: config().REQUESTS_A_MINUTE, duration: 60 });
  try {
    await limiter.consume(id);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new Problem(429, 'too-many-requests', 'Too many requests', `Ask again in ${seconds} s.`, seconds);
  }
}
