import type { Readable } from 'node:stream';
import type * as Blobs from '@azure/storage-blob';
import { azureCredential } from '../credential.ts';
import { PermanentError, TransientError } from '../errors.ts';
import { lazily } from '../lazily.ts';
import type { UploadedBlob } from '../lessons/admission.ts';
import { blobPaths, type ContainerName, containers } from '../lessons/blobPaths.ts';
import { lessonOf, plainETag } from '../lessons/identity.ts';
import type { Source } from '../lessons/lesson.ts';
import { removalsSchema, replacementMark } from '../lessons/removal.ts';
import { config } from '../settings/config.ts';

let sdk: typeof Blobs | undefined;

/** The storage SDK, loaded at its first use. */
export async function storageSdk(): Promise<typeof Blobs> {
  sdk ??= await import('@azure/storage-blob');
  return sdk;
}

/** The client of the storage account; made once a process. */
export const blobService = lazily(async () => {
  const sdk = await storageSdk();
  const { AskwellStorage: connection, AskwellStorage__blobServiceUri: uri } = config();
  return connection
    ? sdk.BlobServiceClient.fromConnectionString(connection)
    : new sdk.BlobServiceClient(uri ?? '', await azureCredential());
});

/** The client of the account in which a deletion is final. */
const voicesService = lazily(async () => {
  const sdk = await storageSdk();
  const { AskwellVoices: connection, AskwellVoices__blobServiceUri: uri } = config();
  return connection
    ? sdk.BlobServiceClient.fromConnectionString(connection)
    : new sdk.BlobServiceClient(uri ?? '', await azureCredential());
});

/** The client of one container; made once a process. */
export async function container(name: ContainerName): Promise<Blobs.ContainerClient> {
  return (await (name === 'voices' ? voicesService() : blobService())).getContainerClient(containers[name]);
}

/** HTTP status of a storage error; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  return sdk !== undefined && error instanceof sdk.RestError ? error.statusCode : undefined;
}

/** Storage's errors as ours; what is neither gone nor changed may pass. */
export function mapped(error: unknown, doing: string): Error {
  if (error instanceof PermanentError || error instanceof TransientError) return error;
  return new TransientError('storage-unavailable', `Blob storage failed while ${doing}.`, { cause: error });
}

/** What storage says of an upload now; null when it is gone. */
export async function findUpload(blobName: string): Promise<UploadedBlob | null> {
  try {
    const found = await (await container('videos')).getBlobClient(blobName).getProperties();
    if (found.etag === undefined) throw new Error('Storage answered without an ETag.');
    const standsFor = await standingFor(blobName, found.etag, found.metadata);
    return {
      blobName,
      ...(standsFor === undefined ? {} : { standsFor }),
      etag: found.etag,
      sizeBytes: found.contentLength ?? 0,
      uploadedAt: found.lastModified ?? new Date(),
      metadata: found.metadata ?? {},
      growing: isGrowing(found),
    };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw mapped(error, 'looking at an upload');
  }
}

/**
 * The revision in whose place an upload stands, where it is the muted recording that Askwell has put there. Whoever may
 * write blobs may write the mark, but does not know it.
 */
export async function standingFor(
  blobName: string,
  etag: string,
  metadata: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const mark = metadata[replacementMark];
  if (mark === undefined) return undefined;
  const path = blobPaths.removals(lessonOf(blobName).lessonId);
  const text = await readText('transcripts', path);
  const known = text === null ? undefined : removalsSchema.safeParse(JSON.parse(text)).data;
  const own = known?.replacements.find(({ id }) => id === mark);
  if (own === undefined) return undefined;
  return own.etag === undefined || plainETag(own.etag) === plainETag(etag) ? known?.revision : undefined;
}

// Whoever appends writes every few seconds; an empty blob has hardly begun. What comes after all makes it a new upload.
const restSeconds = 15;

function isGrowing({ blobType, contentLength, lastModified, date }: Blobs.BlobGetPropertiesResponse): boolean {
  if (blobType !== 'AppendBlob') return false;
  // By storage's own clock.
  const restMs = (date?.getTime() ?? 0) - (lastModified?.getTime() ?? 0);
  return contentLength === 0 || restMs < restSeconds * 1000;
}

/**
 * Reads a stretch of an upload, as long as it is still the same upload.
 * @throws PermanentError 'superseded' when it was replaced meanwhile, 'video-gone' when it was deleted.
 */
export async function readUpload(source: Source, start: number, end: number, signal: AbortSignal): Promise<Readable> {
  try {
    const answer = await (await container('videos'))
      .getBlobClient(source.blobName)
      .download(start, end - start, { abortSignal: signal, conditions: { ifMatch: source.etag }, maxRetryRequests: 5 });
    if (answer.readableStreamBody === undefined) throw new Error('Storage answered without a body.');
    // In Node the SDK's body is a Readable; its type is the narrower interface.
    return answer.readableStreamBody as Readable;
  } catch (error) {
    if (statusOf(error) === 412)
      throw new PermanentError('superseded', 'A newer upload replaced this one.', { cause: error });
    if (statusOf(error) === 404)
      throw new PermanentError('video-gone', 'The video was deleted before it was analysed.', { cause: error });
    throw mapped(error, 'reading an upload');
  }
}

/** How large a file of ours is, in bytes; null when it is gone. */
export async function sizeOf(name: ContainerName, path: string): Promise<number | null> {
  try {
    return (await (await container(name)).getBlobClient(path).getProperties()).contentLength ?? 0;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw mapped(error, 'looking at a file');
  }
}

/** Reads a stretch of a file that we wrote ourselves. @throws PermanentError 'work-missing' when it is gone. */
export async function readStretch(
  name: ContainerName,
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
  signal: AbortSignal,
): Promise<Readable> {
  try {
    const answer = await (await container(name))
      .getBlobClient(path)
      .download(start, end - start, { abortSignal: signal, maxRetryRequests: 5 });
    if (answer.readableStreamBody === undefined) throw new Error('Storage answered without a body.');
    // In Node the SDK's body is a Readable; its type is the narrower interface.
    return answer.readableStreamBody as Readable;
  } catch (error) {
    if (statusOf(error) === 404) throw workMissing(`${name}/${path}`, { cause: error });
    throw mapped(error, 'reading a file');
  }
}

/** Uploads what a stream gives, in blocks; nothing of it is there before all of it is. */
export async function writeStream(
  name: ContainerName,
  path: string,
  stream: Readable,
  contentType: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await (await container(name)).getBlockBlobClient(path).uploadStream(stream, 8 * 1024 * 1024, 2, {
      abortSignal: signal,
      blobHTTPHeaders: { blobContentType: contentType },
    });
  } catch (error) {
    throw mapped(error, 'writing a file');
  }
}

/** Sets an upload's index tags, which lifecycle rules look at; whether it is still there. Tags change no ETag. */
export async function tagUpload(blobName: string, tags: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    await (await container('videos')).getBlobClient(blobName).setTags({ ...tags });
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw mapped(error, 'tagging an upload');
  }
}

/** Writes a small text; the same again is the same. */
export async function writeText(name: ContainerName, path: string, text: string, contentType: string): Promise<void> {
  await writeBytes(name, path, Buffer.from(text, 'utf8'), contentType);
}

/** Writes some bytes; the same again is the same. @param metadata in ASCII */
export async function writeBytes(
  name: ContainerName,
  path: string,
  bytes: Uint8Array,
  contentType: string,
  metadata?: Record<string, string>,
): Promise<void> {
  try {
    await (await container(name)).getBlockBlobClient(path).upload(bytes, bytes.byteLength, {
      blobHTTPHeaders: { blobContentType: contentType },
      ...(metadata && { metadata }),
    });
  } catch (error) {
    throw mapped(error, 'writing a result');
  }
}

/** Reads a text of at most a few megabytes; null when there is none. */
export async function readText(name: ContainerName, path: string): Promise<string | null> {
  return (await readBytes(name, path))?.toString('utf8') ?? null;
}

/** Reads at most a few megabytes; null when there are none. */
export async function readBytes(name: ContainerName, path: string): Promise<Buffer | null> {
  try {
    return await (await container(name)).getBlobClient(path).downloadToBuffer();
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw mapped(error, 'reading a result');
  }
}

/** Uploads a file from disk, in blocks. */
export async function writeFile(
  name: ContainerName,
  path: string,
  file: string,
  contentType: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await (await container(name))
      .getBlockBlobClient(path)
      .uploadFile(file, { abortSignal: signal, blobHTTPHeaders: { blobContentType: contentType } });
  } catch (error) {
    throw mapped(error, 'writing a file');
  }
}

/** What a step needs, another one wrote, and is not there: lost, or taken away while the lesson was under way. */
export function workMissing(path: string, options?: ErrorOptions): PermanentError {
  return new PermanentError(
    'work-missing',
    `An intermediate file is missing: ${path}. Analyse the lesson again.`,
    options,
  );
}

/** Downloads to a file on disk. @throws PermanentError 'work-missing' when it is not there. */
export async function readFile(name: ContainerName, path: string, file: string, signal: AbortSignal): Promise<void> {
  try {
    await (await container(name)).getBlobClient(path).downloadToFile(file, 0, undefined, { abortSignal: signal });
  } catch (error) {
    if (statusOf(error) === 404) throw workMissing(`${name}/${path}`, { cause: error });
    throw mapped(error, 'reading a file');
  }
}

/** Deletes everything under a prefix; what is gone already is fine. Returns how many were deleted. */
export async function deletePrefix(name: ContainerName, prefix: string): Promise<number> {
  try {
    return await deleteAll(await container(name), prefix, () => true);
  } catch (error) {
    throw mapped(error, 'deleting');
  }
}

/**
 * Deletes an upload, with its snapshots and what earlier uploads of the name left as versions.
 * @param etag of the upload that is meant; one that came in its place stays, with all versions
 * @returns 1, or 0 when it was gone.
 */
export async function deleteUpload(blobName: string, etag?: string): Promise<number> {
  try {
    const videos = await container('videos');
    if (etag !== undefined && !(await deleteIfSame(videos.getBlobClient(blobName), etag))) return 0;
    const more = await deleteAll(videos, blobName, (name) => name === blobName);
    return etag === undefined ? more : 1;
  } catch (error) {
    throw mapped(error, 'deleting a video');
  }
}

/**
 * Deletes what storage keeps of blobs as they were before they were written anew.
 * @param path of one blob, or a folder, ending in a slash
 */
export async function deleteEarlierVersions(name: ContainerName, path: string): Promise<void> {
  try {
    const blobs = await container(name);
    const isMeant = (blob: string) => blob === path || (path.endsWith('/') && blob.startsWith(path));
    for await (const blob of blobs.listBlobsFlat({ prefix: path, includeVersions: true, includeSnapshots: true })) {
      if (!isMeant(blob.name)) continue;
      const client = blobs.getBlobClient(blob.name);
      if (blob.snapshot) await client.withSnapshot(blob.snapshot).deleteIfExists();
      else if (blob.versionId !== undefined && blob.isCurrentVersion !== true)
        await client.withVersion(blob.versionId).deleteIfExists();
    }
  } catch (error) {
    throw mapped(error, 'deleting earlier versions');
  }
}

async function deleteIfSame(blob: Blobs.BlobClient, etag: string): Promise<boolean> {
  try {
    await deleteLeased(blob, { ifMatch: etag });
    return true;
  } catch (error) {
    if (statusOf(error) === 412 || statusOf(error) === 404) return false;
    throw error;
  }
}

// Whoever has an address to upload to can lease the blob, which would keep it from being deleted.
async function deleteLeased(blob: Blobs.BlobClient, conditions: Blobs.BlobRequestConditions = {}): Promise<void> {
  const options = { deleteSnapshots: 'include', conditions } as const;
  try {
    await blob.deleteIfExists(options);
  } catch (error) {
    if (statusOf(error) !== 412 || codeOf(error) === 'ConditionNotMet') throw error;
    await blob.getBlobLeaseClient().breakLease(0);
    await blob.deleteIfExists(options);
  }
}

function codeOf(error: unknown): string | undefined {
  return sdk !== undefined && error instanceof sdk.RestError ? error.code : undefined;
}

// Versions last: deleting a blob of a versioned account makes one more of them.
async function deleteAll(
  blobs: Blobs.ContainerClient,
  prefix: string,
  chosen: (name: string) => boolean,
): Promise<number> {
  let deleted = 0;
  for await (const { name } of blobs.listBlobsFlat({ prefix })) {
    if (!chosen(name)) continue;
    await deleteLeased(blobs.getBlobClient(name));
    deleted += 1;
  }
  for await (const { name, versionId } of blobs.listBlobsFlat({ prefix, includeVersions: true })) {
    if (versionId !== undefined && chosen(name))
      await blobs.getBlobClient(name).withVersion(versionId).deleteIfExists();
  }
  return deleted;
}
