import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ProviderUse } from '../settings/providerUse.ts';

const minute = 60;
const day = 86_400;
const key = 'all';

/**
 * What a provider allows in a minute and in a day, counted in this process. A window begins with its first call.
 * Units (tokens, seconds of sound) are known after a call only, so a window may be overdrawn by the calls under way.
 */
export class Limits {
  readonly #requests: readonly RateLimiterMemory[];
  readonly #units: readonly RateLimiterMemory[];

  constructor({ requestsPerMinute, requestsPerDay, unitsPerMinute, unitsPerDay }: ProviderUse['limits']) {
    this.#requests = [...window(requestsPerMinute, minute), ...window(requestsPerDay, day)];
    this.#units = [...window(unitsPerMinute, minute), ...window(unitsPerDay, day)];
  }

  /** Takes one request out of every window. Returns 0, or the seconds until there is room, and then takes none that matters. */
  async take(): Promise<number> {
    let wait = 0;
    for (const limiter of this.#units) {
      const used = await limiter.get(key);
      if (used !== null && used.consumedPoints >= limiter.points) wait = Math.max(wait, secondsLeft(used));
    }
    if (wait > 0) return wait;
    for (const limiter of this.#requests) {
      const room = await limiter.get(key);
      if (room !== null && room.consumedPoints >= limiter.points) wait = Math.max(wait, secondsLeft(room));
    }
    if (wait > 0) return wait;
    for (const limiter of this.#requests) wait = Math.max(wait, await consumed(limiter));
    return wait;
  }

  /** Counts what a call used up. */
  async used(units: number): Promise<void> {
    for (const limiter of this.#units) await limiter.penalty(key, Math.ceil(units));
  }
}

function window(points: number | undefined, duration: number): RateLimiterMemory[] {
  return points === undefined ? [] : [new RateLimiterMemory({ points, duration })];
}

async function consumed(limiter: RateLimiterMemory): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    // The library rejects with its result where there is no room; somebody else took the last one meanwhile.
    if (error instanceof RateLimiterRes) return secondsLeft(error);
    throw error;
  }
}

// Never 0, which would mean that there is room.
const secondsLeft = ({ msBeforeNext }: RateLimiterRes) => Math.max(0.001, msBeforeNext / 1000);
