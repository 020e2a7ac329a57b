import { z } from 'zod';
import { inParallel } from '../../inParallel.ts';
import { documents, inDatabase } from '../../results/database.ts';
import { type CachedCode, type CodeCache, cachedCodeSchema } from './codeCache.ts';

// Longer than a healthy account takes, shorter than anybody waits for a prediction.
const patienceMilliseconds = 3000;
const parallel = 8;
const storedSchema = z.object({ code: cachedCodeSchema });

/** Keeps the large model's answers in the container `codes`, each for `days`; then Cosmos DB deletes it. */
export function databaseCache(days: number): CodeCache {
  const ttl = days * 86_400;
  return {
    async get(keys) {
      const found = new Map<string, CachedCode>();
      const abortSignal = AbortSignal.timeout(patienceMilliseconds);
      await inDatabase('looking for codes', () =>
        inParallel(parallel, keys, async (key) => {
          const { resource } = await (await documents('codes')).item(key, key).read({ abortSignal });
          const stored = storedSchema.safeParse(resource);
          if (stored.success) found.set(key, stored.data.code);
        }),
      );
      return found;
    },
    async set(entries) {
      const abortSignal = AbortSignal.timeout(patienceMilliseconds);
      await inDatabase('keeping codes', () =>
        inParallel(parallel, [...entries], async ([key, code]) => {
          await (await documents('codes')).items.upsert({ id: key, ttl, code }, { abortSignal });
        }),
      );
    },
  };
}
