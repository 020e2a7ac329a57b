import type { RpcRetryOptions } from './coreTypes.ts';
import { HostError } from './errors.ts';

export interface RetryPolicy {
  /** How often a failed invocation is tried again; Infinity for -1. */
  readonly maxRetryCount: number;
  /** Milliseconds to wait before try `retry`, counted from 1. */
  delayBefore(retry: number): number;
}

/** Reads a function's `retry` option. Throws a HostError when it says too little. */
export function readRetryPolicy(options: RpcRetryOptions | null | undefined, name: string): RetryPolicy | undefined {
  if (!options) return undefined;
  const count = options.maxRetryCount;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < -1) {
    throw new HostError(`function "${name}", retry.maxRetryCount: must be a whole number, -1 for no bound.`);
  }
  const maxRetryCount = count === -1 ? Number.POSITIVE_INFINITY : count;
  const milliseconds = (duration: { readonly seconds?: number | null } | null | undefined) =>
    typeof duration?.seconds === 'number' ? duration.seconds * 1000 : undefined;
  if (options.retryStrategy === 'fixedDelay') {
    const delay = milliseconds(options.delayInterval);
    if (delay === undefined) throw new HostError(`function "${name}", retry.delayInterval: is missing.`);
    return { maxRetryCount, delayBefore: () => delay };
  }
  if (options.retryStrategy === 'exponentialBackoff') {
    const lowest = milliseconds(options.minimumInterval);
    const highest = milliseconds(options.maximumInterval);
    if (lowest === undefined || highest === undefined || lowest > highest) {
      throw new HostError(
        `function "${name}", retry: minimumInterval and maximumInterval are needed, the lesser first.`,
      );
    }
    return { maxRetryCount, delayBefore: (retry) => Math.min(highest, lowest * 2 ** Math.min(retry - 1, 40)) };
  }
  throw new HostError(`function "${name}", retry.strategy: must be fixedDelay or exponentialBackoff.`);
}
