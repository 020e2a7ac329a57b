import { createHash } from 'node:crypto';
import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import { z } from 'zod';
import { asError } from '../errors.ts';
import { createRest, type Listener } from '../listener.ts';
import type { HostLog } from '../log.ts';
import { type BlobQueue, isMissing, type WatchedFunction } from './blobQueue.ts';

export interface BlobScanOptions {
  readonly watched: WatchedFunction;
  readonly queue: BlobQueue;
  /** The container that remembers which blobs have been seen. */
  readonly receipts: ContainerClient;
  readonly hostId: string;
  /** Milliseconds between two looks at the container. */
  readonly interval: number;
  readonly log: HostLog;
}

const scanInfo = z.object({ LatestScan: z.iso.datetime() });
const category = 'Host.Blobs';

/** Of a blob, in characters. */
const longestName = 1024;

/** A receipt for a blob whose own name leaves no room for what comes before it. */
function shortened(path: string): string {
  return `blobreceipts/sha256/${createHash('sha256').update(path).digest('hex')}`;
}

/** Storage counts whole seconds, and a blob may show up in a listing a little after its time. */
const overlap = 60_000;

/**
 * Finds new and changed blobs by listing a container again and again. A receipt, named by the blob's ETag, says that
 * a blob has been put before its function, so that neither a restart nor a second look does it twice.
 */
export function createBlobScan(options: BlobScanOptions): Listener {
  const { watched, queue, receipts, log } = options;
  const functionId = `Host.Functions.${watched.definition.name}`;
  const container = watched.service.getContainerClient(watched.pattern.container);
  const infoBlob = receipts.getBlockBlobClient(`blobscaninfo/${options.hostId}/${functionId}/scanInfo`);
  const rest = createRest();
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  /** The newest blob of all earlier looks; older ones need no second look. */
  let latest = new Date(0);
  /** Seen in the time that looks overlap, so that they cost no request to the receipts. */
  let recent = new Map<string, number>();

  async function scan(): Promise<void> {
    const from = latest.getTime() - overlap;
    let newest = latest;
    const seen = new Map([...recent].filter(([, modified]) => modified >= from));
    for await (const blob of container.listBlobsFlat({ abortSignal: stopping.signal })) {
      const modified = blob.properties.lastModified;
      if (modified.getTime() < from || !watched.pattern.match(blob.name)) continue;
      const key = `${blob.properties.etag} ${blob.name}`;
      if (!seen.has(key)) await take(blob);
      seen.set(key, modified.getTime());
      if (modified > newest) newest = modified;
    }
    recent = seen;
    if (newest > latest) {
      latest = newest;
      const text = JSON.stringify({ LatestScan: latest.toISOString() });
      await infoBlob.upload(text, Buffer.byteLength(text));
    }
  }

  async function take(blob: BlobItem): Promise<void> {
    const { etag } = blob.properties;
    const path = `blobreceipts/${options.hostId}/${functionId}/"${etag}"/${watched.pattern.container}/${blob.name}`;
    const receipt = receipts.getBlockBlobClient(path.length <= longestName ? path : shortened(path));
    if (await receipt.exists()) return;
    // First queued, then noted: a host that dies in between runs the blob twice rather than never.
    await queue.add(watched, blob.name, etag);
    await receipt.upload('', 0);
  }

  async function readLatest(): Promise<Date> {
    try {
      const bytes = await infoBlob.downloadToBuffer();
      return new Date(scanInfo.parse(JSON.parse(bytes.toString('utf8'))).LatestScan);
    } catch (thrown) {
      // Without it every blob is looked at, and the receipts tell which ones are new.
      if (!isMissing(thrown)) log.write('warn', category, 'scan-info.unreadable', about(thrown));
      return new Date(0);
    }
  }

  const about = (thrown: unknown) => ({ function: watched.definition.name, error: asError(thrown).message });

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await scan();
      } catch (thrown) {
        // A container that is not there yet has no blobs; it may be made at any time.
        if (!isMissing(thrown) && !stopping.signal.aborted) log.write('warn', category, 'scan.failed', about(thrown));
      }
      if (!stopping.signal.aborted) await rest.wait(options.interval);
    }
  }

  return {
    async start() {
      await receipts.createIfNotExists();
      latest = await readLatest();
      loop = watch();
    },
    async pause() {
      stopping.abort();
      rest.wake();
      await loop;
    },
    // What it finds is in the queue before `pause` resolves.
    idle: async () => undefined,
    async close() {
      stopping.abort();
    },
  };
}
