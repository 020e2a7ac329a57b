import { LRUCache } from 'lru-cache';
import type { CachedCode, CodeCache } from './codeCache.ts';

/** Keeps the answers used last in this process. 20,000 are some 8 MB, and more questions than a district asks in a week. */
export function memoryCache(max = 20_000): CodeCache {
  const kept = new LRUCache<string, CachedCode>({ max });
  return {
    async get(keys) {
      const found = new Map<string, CachedCode>();
      for (const key of keys) {
        const code = kept.get(key);
        if (code !== undefined) found.set(key, code);
      }
      return found;
    },
    async set(entries) {
      for (const [key, code] of entries) kept.set(key, code);
    },
  };
}
