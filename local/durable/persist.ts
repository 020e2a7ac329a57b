import { setTimeout as sleep } from 'node:timers/promises';
import type { DurableLog } from './contract.ts';
import { HubStoppedError } from './hubContext.ts';
import { isStorageError } from './storageErrors.ts';

const firstWaitMs = 500;
const waitMaxMs = 15_000;

/**
 * Writes until it has worked: storage that is out of reach holds the hub up, it loses nothing. Every write given here
 * may be done twice. Rejects with HubStoppedError once `signal` is aborted, and with what is not an error of storage.
 */
export async function persist<T>(write: () => Promise<T>, signal: AbortSignal, log: DurableLog): Promise<T> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, waitMaxMs)) {
    if (signal.aborted) throw new HubStoppedError();
    try {
      return await write();
    } catch (error) {
      if (!isStorageError(error)) throw error;
      log('warn', 'durable.storage.writeFailed', { error: String(error), retryInMs: waitMs });
    }
    await sleep(waitMs, undefined, { signal }).catch(() => {
      throw new HubStoppedError();
    });
  }
}
