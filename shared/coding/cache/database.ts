import { z } from 'zod';
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
      await inDatabase('looking for codes', () =>
        each(keys, async (key, abortSignal) => {
          const { resource } = await (await documents('codes')).item(key, key).read({ abortSignal });
          const stored = storedSchema.safeParse(resource);
          if (stored.success) found.set(key, stored.data.code);
        }),
      );
      return found;
    },
    async set(entries) {
      await inDatabase('keeping codes', () =>
        each([...entries], async ([key, code], abortSignal) => {
          await (await documents('codes')).items.upsert({ id: key, ttl, code }, { abortSignal });
        }),
      );
    },
  };
}

async function each<T>(items: readonly T[], work: (item: T, signal: AbortSignal) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item, signal);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
