import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import { log } from '../../telemetry/log.ts';
import type { CodeCache } from './codeCache.ts';

// A store that fails is left alone for so long: without it a lesson costs more, with its time-outs it takes longer.
const restMilliseconds = 30_000;

/** Looks near first, then far, and keeps near what was far. When the far one fails, it goes on as if that were empty. */
export function tieredCache(near: CodeCache, far: CodeCache, write = log): CodeCache {
  const circuit = circuitBreaker(handleAll, { halfOpenAfter: restMilliseconds, breaker: new ConsecutiveBreaker(1) });
  const tolerant = async <T>(call: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await circuit.execute(call);
    } catch (error) {
      // While it rests, its failure has been told already.
      if (!(error instanceof BrokenCircuitError)) {
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        write(console, 'warn', 'cache.failed', { reason });
      }
      return otherwise;
    }
  };
  return {
    async get(keys) {
      const found = new Map(await near.get(keys));
      const missing = keys.filter((key) => !found.has(key));
      if (missing.length === 0) return found;
      const further = await tolerant(() => far.get(missing), new Map());
      await near.set(further);
      return new Map([...found, ...further]);
    },
    async set(entries) {
      await near.set(entries);
      if (entries.size > 0) await tolerant(() => far.set(entries), undefined);
    },
  };
}
