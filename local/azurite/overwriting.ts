import { existsSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DocumentStore } from './documentStore.ts';
import { type Extent, without } from './extents.ts';

// Whoever reads what is replaced at that moment has read it by then.
const restMilliseconds = 10_000;
const intervalMilliseconds = 5000;
const longestMilliseconds = 60_000;
const zeros = Buffer.alloc(1024 * 1024);

/**
 * Overwrites what blobs and messages left in Azurite's files when they were deleted or replaced. Azurite removes a file
 * only when nothing in it is used any more, and never the one that it writes to.
 */
export class Overwriting {
  readonly #store: DocumentStore;
  readonly #folder: string;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  /** @param folder where the files of bytes are; what a crash left in them that no record knows goes first. */
  constructor(store: DocumentStore, folder: string) {
    this.#store = store;
    this.#folder = folder;
    // All at once, before Azurite begins: what comes later is written to new files, which are none of these.
    const files = existsSync(folder) ? readdirSync(folder) : [];
    store.forgetOverwritten(new Set(files));
    const whole = files.map((id) => ({ id, offset: 0, count: statSync(join(folder, id)).size }));
    this.#running = this.#run(without(whole, [...store.extents(), ...store.overwritten()]));
  }

  async #run(rest: readonly Extent[]): Promise<void> {
    await this.#overwriteAll(rest).catch(tell);
    const { signal } = this.#stopping;
    for (let took = 0; ; ) {
      // A twentieth of the time at most, as Azurite answers nobody while all records are gone through.
      const pause = Math.min(longestMilliseconds, Math.max(intervalMilliseconds, took * 20));
      await delay(pause, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const began = performance.now();
      await this.#look().catch(tell);
      took = performance.now() - began;
    }
  }

  async #overwriteAll(extents: readonly Extent[]): Promise<void> {
    for (const extent of extents) await this.#overwrite(extent);
  }

  async #look(): Promise<void> {
    const { extents, last } = this.#store.leftBefore(Date.now() - restMilliseconds);
    if (extents.length === 0) return;
    // A copy has the same bytes as what it was made of.
    await this.#overwriteAll(without(extents, this.#store.extents()));
    this.#store.settle(last);
  }

  async #overwrite(extent: Extent): Promise<void> {
    let file: Awaited<ReturnType<typeof open>>;
    try {
      file = await open(join(this.#folder, extent.id), 'r+');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      throw error;
    }
    try {
      for (let done = 0; done < extent.count; done += zeros.length)
        await file.write(zeros, 0, Math.min(zeros.length, extent.count - done), extent.offset + done);
      await file.datasync();
    } finally {
      await file.close();
    }
    this.#store.noteOverwritten(extent);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}

const tell = (error: unknown) =>
  console.error(JSON.stringify({ level: 'error', event: 'storage.not-overwritten', error: String(error) }));
