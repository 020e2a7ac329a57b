import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CosmosServer, startCosmosServer } from '../../local/cosmos/server.ts';
import { createCosmosContainers, readResources } from '../../local/resources.ts';
import { type CachedCode, type CodeCache, cacheKey } from '../../shared/coding/cache/codeCache.ts';
import { databaseCache } from '../../shared/coding/cache/database.ts';
import { memoryCache } from '../../shared/coding/cache/memory.ts';
import { redisCache } from '../../shared/coding/cache/redis.ts';
import { tieredCache } from '../../shared/coding/cache/tiered.ts';
import { documents } from '../../shared/results/database.ts';
import { addSpending, spentToday } from '../../shared/results/spending.ts';
import { type RedisServer, redisInstalled, startRedis } from './redisServer.ts';

const code: CachedCode = {
  label: 'OEQ',
  subtype: 'explain',
  confidence: 0.95,
  engine: 'openai',
  modelVersion: 'large-1',
};
const key = (text: string) => cacheKey({ text }, 'large-1', 'abc');
const many = Array.from({ length: 60 }, (_, index) => key(`question ${index}`));

/** What every store of answers must do. */
function keepsAnswers(open: () => CodeCache): void {
  test('what was set is found by its key, and nothing else is', async () => {
    const cache = open();
    await cache.set(new Map([[key('Why?'), code]]));
    expect(await cache.get([key('How?'), key('why')])).toEqual(new Map([[key('Why?'), code]]));
    // The same words in another language are another question.
    expect(await cache.get([cacheKey({ text: 'Why?', language: 'es' }, 'large-1', 'abc')])).toEqual(new Map());
  });

  test('many at once, and the same again', async () => {
    const cache = open();
    for (let time = 0; time < 2; time += 1) await cache.set(new Map(many.map((each) => [each, code])));
    expect((await cache.get(many)).size).toBe(many.length);
  });

  test('no keys, no trouble', async () => {
    const cache = open();
    expect(await cache.get([])).toEqual(new Map());
    await cache.set(new Map());
  });
}

describe('in memory', () => {
  keepsAnswers(() => memoryCache());

  test('what was used last stays when there is no more room', async () => {
    const cache = memoryCache(2);
    await cache.set(
      new Map([
        ['a', code],
        ['b', code],
      ]),
    );
    await cache.get(['a']);
    await cache.set(new Map([['c', code]]));
    expect([...(await cache.get(['a', 'b', 'c'])).keys()]).toEqual(['a', 'c']);
  });
});

describe.runIf(redisInstalled)('in Redis', () => {
  let redis: RedisServer;
  let cache: CodeCache & AsyncDisposable;
  beforeAll(async () => {
    redis = await startRedis();
    cache = redisCache(redis.url, 30);
  });
  afterAll(async () => {
    await cache?.[Symbol.asyncDispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  keepsAnswers(() => cache);

  test('answers go away after their days, and their keys show no question', async () => {
    await cache.set(new Map([[key('Does Anna like it?'), code]]));
    const client = await createClient({ url: redis.url }).connect();
    const name = `askwell:code:${key('Does Anna like it?')}`;
    const seconds = await client.ttl(name);
    expect(seconds).toBeGreaterThan(29 * 86_400);
    expect(seconds).toBeLessThanOrEqual(30 * 86_400);
    expect(`${name} ${await client.get(name)}`.toLowerCase()).not.toContain('anna');
    client.destroy();
  });

  test('what another version wrote in another shape counts as absent', async () => {
    const client = await createClient({ url: redis.url }).connect();
    await client.set(`askwell:code:${key('old')}`, '{"label":"open"}');
    client.destroy();
    expect(await cache.get([key('old')])).toEqual(new Map());
  });

  test('one that hangs is given up, and used again when it answers', async () => {
    await cache.set(new Map([[key('Why?'), code]]));
    redis.freeze();
    await expect(cache.get([key('Why?')])).rejects.toThrow(/did not answer/);
    redis.resume();
    expect((await cache.get([key('Why?')])).size).toBe(1);
  });
});

test.runIf(!redisInstalled)(
  'NOT TESTED: Redis, since redis-server is not installed (Debian: apt-get install redis-server)',
  () => {
    console.warn('The cache in Redis was not tested: redis-server is not installed here.');
  },
);

describe('without the far store', () => {
  test('a Redis that is not there is an error, in time', async () => {
    await expect(redisCache('redis://127.0.0.1:1', 1).get([key('Why?')])).rejects.toThrow();
  });

  test('the near one goes on, and the far one is not asked again for a while', async () => {
    let asked = 0;
    const far: CodeCache = {
      get: async () => {
        asked += 1;
        throw new Error('down in a test');
      },
      set: async () => {
        asked += 1;
        throw new Error('down in a test');
      },
    };
    const logged: string[] = [];
    const cache = tieredCache(memoryCache(), far, (_context, _level, event) => logged.push(event));
    expect(await cache.get([key('Why?')])).toEqual(new Map());
    await cache.set(new Map([[key('Why?'), code]]));
    expect((await cache.get([key('Why?'), key('How?')])).size).toBe(1);
    expect(asked).toBe(1);
    expect(logged).toEqual(['cache.failed']);
  });

  test('what was far is near the next time', async () => {
    let asked = 0;
    const far: CodeCache = {
      get: async (keys) => {
        asked += 1;
        return new Map(keys.map((each) => [each, code]));
      },
      set: async () => undefined,
    };
    const cache = tieredCache(memoryCache(), far);
    await cache.get([key('Why?')]);
    expect((await cache.get([key('Why?')])).size).toBe(1);
    expect(asked).toBe(1);
  });
});

describe('in Cosmos DB', () => {
  let folder: string;
  let server: CosmosServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askwell-codes-'));
    server = await startCosmosServer({ port: 0, stateDir: folder });
    await createCosmosContainers(server.connectionString, (await readResources(resolve('infra/local.json'))).cosmos);
    vi.stubEnv('AskwellStorage', 'unused');
    vi.stubEnv('AskwellServiceBus', 'unused');
    vi.stubEnv('COSMOS_CONNECTION', server.connectionString);
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
  });

  keepsAnswers(() => databaseCache(30));

  test('each answer carries its time to live, and no question', async () => {
    await databaseCache(30).set(new Map([[key('Does Anna like it?'), code]]));
    const { resource } = await (await documents('codes'))
      .item(key('Does Anna like it?'), key('Does Anna like it?'))
      .read();
    expect(resource).toMatchObject({ ttl: 30 * 86_400, code });
    expect(JSON.stringify(resource).toLowerCase()).not.toContain('anna');
  });

  test('what several instances spend at once adds up, and each day begins at nothing', async () => {
    const day = new Date('2026-03-04T23:59:59Z');
    expect(await spentToday(day)).toBe(0);
    await Promise.all(Array.from({ length: 10 }, () => addSpending(0.0123, day)));
    expect(await spentToday(day)).toBeCloseTo(0.123, 6);
    expect(await spentToday(new Date('2026-03-05T00:00:00Z'))).toBe(0);
  });
});
