import { type Config, config } from '../config.ts';
import { lazily } from '../lazily.ts';
import type { CodingEngineName, CodingReport, ModelCost } from '../lessons/coding.ts';
import type { ProviderPool } from '../providers/pool.ts';
import { poolOf } from '../providers/pools.ts';
import type { CodeCache } from './cache/codeCache.ts';
import type { CodingEngine } from './engine.ts';
import { localEngine } from './localEngine.ts';
import { Tally } from './tally.ts';

/** An engine for one lesson or one request, and the count of what it did. */
export interface CodingSession {
  readonly engine: CodingEngine;
  report(): CodingReport;
  cost(): ModelCost;
}

export interface SessionParts {
  readonly pool: ProviderPool;
  readonly cache: CodeCache;
  readonly threshold: number;
  readonly batch: number;
  readonly patienceSeconds: number;
  readonly local: CodingEngine;
}

/** Opens a session with the settings' providers and cache. @param patienceSeconds how long resting providers are waited for. */
export async function openSession(name: CodingEngineName, patienceSeconds: number): Promise<CodingSession> {
  const local = localEngine();
  if (name === 'local') return localSession(local);
  const { CODING_THRESHOLD: threshold, CODING_BATCH: batch } = config();
  const pool = await poolOf('chat');
  return largeSession(name, { pool, cache: await cache(), threshold, batch, patienceSeconds, local });
}

/** A session of a local model alone. */
export function localSession(local: CodingEngine): CodingSession {
  const tally = new Tally('local');
  return { engine: counted(local, tally), report: () => tally.report(), cost: () => tally.cost() };
}

/** A session that may ask the large model. */
export async function largeSession(
  name: Exclude<CodingEngineName, 'local'>,
  { threshold, ...parts }: SessionParts,
): Promise<CodingSession> {
  const { modelEngine } = await import('./modelEngine.ts');
  const { cascadeEngine } = await import('./cascadeEngine.ts');
  const tally = new Tally(name);
  const { local } = parts;
  const large = modelEngine({ ...parts, tally });
  const engine = name === 'openai' ? large : cascadeEngine({ local, large, threshold, tally });
  return { engine, report: () => tally.report(), cost: () => tally.cost() };
}

function counted(engine: CodingEngine, tally: Tally): CodingEngine {
  return {
    name: engine.name,
    modelVersion: engine.modelVersion,
    code: (questions, options) => {
      tally.add('local', questions.length);
      return engine.code(questions, options);
    },
  };
}

/** This process's cache: memory, then Redis or Cosmos DB. */
const cache = lazily(() => cacheOf(config()));

async function cacheOf({ CODING_CACHE_DAYS: days, REDIS_URL: url }: Config): Promise<CodeCache> {
  const { memoryCache } = await import('./cache/memory.ts');
  const near = memoryCache();
  if (days === 0) return near;
  const { tieredCache } = await import('./cache/tiered.ts');
  if (url !== undefined) return tieredCache(near, (await import('./cache/redis.ts')).redisCache(url, days));
  return tieredCache(near, (await import('../results/codes.ts')).databaseCache(days));
}
