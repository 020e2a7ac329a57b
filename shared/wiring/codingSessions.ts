import { readFile } from 'node:fs/promises';
import type { CodeCache } from '../coding/cache/codeCache.ts';
import { type CodingSession, largeSession, localSession } from '../coding/session.ts';
import { lazily } from '../lazily.ts';
import type { Codebook } from '../lessons/codebook.ts';
import type { CodingEngineName } from '../lessons/coding.ts';
import { type LocalEngine, localEngine, localEngineWith } from '../questions/localEngine.ts';
import { localModelSchema } from '../questions/localModel.ts';
import { config } from '../settings/config.ts';
import type { Config } from '../settings/schema.ts';
import { poolOf } from './pools.ts';

/** The local engine with the weights that the settings choose. */
export const chosenEngine = (): LocalEngine => localEngine(config().SPANISH_WEIGHTS);

/**
 * Opens a session with the settings' providers and cache.
 * @param codebook by which a large model codes
 * @param patienceSeconds how long resting providers are waited for
 */
export async function openSession(
  name: CodingEngineName,
  codebook: Codebook,
  patienceSeconds: number,
): Promise<CodingSession> {
  const local = chosenEngine();
  if (name === 'local') return localSession(local);
  const { CODING_THRESHOLD: threshold, CODING_BATCH: batch } = config();
  const pool = await poolOf('chat');
  return largeSession(name, { pool, cache: await cache(), threshold, batch, patienceSeconds, local, codebook });
}

/** Opens a session of the second model, which codes beside the engine. */
export async function openShadow(
  settings: Config,
  engine: NonNullable<Config['SHADOW_ENGINE']>,
  codebook: Codebook,
): Promise<CodingSession> {
  // Nobody waits for it: what the large model cannot do now is no part of the comparison.
  if (engine !== 'local') return openSession(engine, codebook, 0);
  const model = localModelSchema.parse(JSON.parse(await readFile(settings.SHADOW_MODEL ?? '', 'utf8')));
  return localSession(localEngineWith(model, settings.SPANISH_WEIGHTS));
}

/** This process's cache: memory, then Redis or Cosmos DB. */
const cache = lazily(() => cacheOf(config()));

async function cacheOf({ CODING_CACHE_DAYS: days, REDIS_URL: url }: Config): Promise<CodeCache> {
  const { memoryCache } = await import('../coding/cache/memory.ts');
  const near = memoryCache();
  if (days === 0) return near;
  const { tieredCache } = await import('../coding/cache/tiered.ts');
  if (url !== undefined) return tieredCache(near, (await import('../coding/cache/redis.ts')).redisCache(url, days));
  return tieredCache(near, (await import('../coding/cache/database.ts')).databaseCache(days));
}
