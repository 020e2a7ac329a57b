import type { RedisClientType } from '@redis/client';
import { type CachedCode, type CodeCache, cachedCodeSchema } from './codeCache.ts';

// Longer than a healthy Redis ever takes, shorter than anybody waits for a prediction.
const patienceMilliseconds = 2000;
const prefix = 'askwell:code:';

/**
 * Keeps answers in Redis for `days`. A connection is made at the first use, and again after it was lost; both calls
 * reject when Redis does not answer within two seconds.
 */
export function redisCache(url: string, days: number): CodeCache & AsyncDisposable {
  const connection = new Connection(url);
  return {
    async get(keys) {
      const found = new Map<string, CachedCode>();
      if (keys.length === 0) return found;
      const texts = await connection.use((client) => client.mGet(keys.map((key) => prefix + key)));
      for (const [index, key] of keys.entries()) {
        const text = texts[index];
        const code = text == null ? undefined : cachedCodeSchema.safeParse(JSON.parse(text));
        // What another version of the application wrote in another shape counts as absent.
        if (code?.success) found.set(key, code.data);
      }
      return found;
    },
    async set(entries) {
      await connection.use(async (client) => {
        const batch = client.multi();
        for (const [key, code] of entries)
          batch.set(prefix + key, JSON.stringify(code), { expiration: { type: 'EX', value: days * 86_400 } });
        await batch.execAsPipeline();
      });
    },
    [Symbol.asyncDispose]: async () => connection.drop(),
  };
}

class Connection {
  readonly #url: string;
  #client: RedisClientType | undefined;
  #connecting: Promise<RedisClientType> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async use<T>(call: (client: RedisClientType) => Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      // A connection on which nothing comes back is of no use to the next call either.
      this.drop();
      late.reject(new Error(`Redis did not answer within ${patienceMilliseconds} ms.`));
    }, patienceMilliseconds);
    try {
      return await Promise.race([this.#ready().then(call), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  drop(): void {
    this.#client?.destroy();
    this.#client = undefined;
  }

  #ready(): Promise<RedisClientType> {
    if (this.#client?.isReady) return Promise.resolve(this.#client);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<RedisClientType> {
    const { createClient } = await import('@redis/client');
    const socket = { connectTimeout: patienceMilliseconds, reconnectStrategy: false } as const;
    const client: RedisClientType = createClient({ url: this.#url, socket, disableOfflineQueue: true });
    // Each command rejects with what went wrong; without a listener the event would end the process.
    client.on('error', () => this.#forget(client));
    this.#client = client;
    return client.connect();
  }

  #forget(client: RedisClientType): void {
    if (this.#client === client) this.#client = undefined;
  }
}
