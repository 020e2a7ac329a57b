import { PermanentError } from '../errors.ts';
import type { ContainerName } from '../lessons/blobPaths.ts';
import { copySource } from './access.ts';
import { container, mapped, statusOf } from './blobs.ts';

/**
 * Has storage copy an upload under another name, with what was said of it; what is copied already is left.
 * @param etag of the upload that is meant
 * @returns whether the copy is whole; else it is under way, and is to be asked after again
 * @throws PermanentError 'superseded' when the upload was replaced or is gone, 'internal' when another one has the name.
 */
export async function copyUpload(from: string, etag: string, to: string): Promise<boolean> {
  try {
    const target = (await container('videos')).getBlobClient(to);
    try {
      await target.beginCopyFromURL(await copySource('videos', from), {
        sourceConditions: { ifMatch: etag },
        conditions: { ifNoneMatch: '*' },
      });
    } catch (error) {
      // It is there or is being copied, or the source is another one or gone: what is there tells.
      if (![404, 409, 412].includes(statusOf(error) ?? 0)) throw error;
    }
    const { copySource: source, copyStatus } = await target.getProperties().catch((error: unknown) => {
      throw statusOf(error) === 404 ? superseded(error) : error;
    });
    if (source === undefined || !isOf(source, from))
      throw new PermanentError('internal', 'The other site has another video of this name.');
    if (copyStatus === 'aborted' || copyStatus === 'failed') await target.deleteIfExists();
    return copyStatus === 'success';
  } catch (error) {
    throw mapped(error, 'copying an upload');
  }
}

/**
 * Puts a file of ours in the place of an upload, with metadata as given.
 * @param etag of the upload that is meant
 * @returns the new ETag
 * @throws PermanentError 'superseded' when the upload was replaced or is gone
 */
export async function replaceUpload(
  blobName: string,
  etag: string,
  from: { readonly name: ContainerName; readonly path: string },
  metadata: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const target = (await container('videos')).getBlobClient(blobName);
    const copying = await target.beginCopyFromURL(await copySource(from.name, from.path), {
      conditions: { ifMatch: etag },
      metadata: { ...metadata },
    });
    await copying.pollUntilDone();
    const { etag: now } = await target.getProperties();
    if (now === undefined) throw new Error('Storage answered without an ETag.');
    return now;
  } catch (error) {
    if (statusOf(error) === 412) throw superseded(error);
    throw mapped(error, 'replacing an upload');
  }
}

/** Whether a blob that storage has copied is a copy of this upload. */
export async function isCopyOf(from: string, to: string): Promise<boolean> {
  try {
    const { copySource: source } = await (await container('videos')).getBlobClient(to).getProperties();
    return source !== undefined && isOf(source, from);
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw mapped(error, 'looking at an upload');
  }
}

/** Has storage copy a blob and waits for it; the same again is the same. What is gone is left out. */
export async function copyBlob(name: ContainerName, from: string, to: string): Promise<void> {
  try {
    const target = (await container(name)).getBlobClient(to);
    const copying = await target.beginCopyFromURL(await copySource(name, from));
    await copying.pollUntilDone();
  } catch (error) {
    if (statusOf(error) === 404) return;
    throw mapped(error, 'copying a result');
  }
}

const isOf = (source: string, blobName: string) =>
  decodeURIComponent(new URL(source).pathname).endsWith(`/videos/${blobName}`);

const superseded = (cause: unknown) =>
  new PermanentError('superseded', 'The video was replaced or deleted meanwhile.', { cause });
