import { TransientError } from '../errors.ts';
import type { ContainerName } from '../lessons/blobPaths.ts';
import { beaten, whileBeaten } from '../whileBeaten.ts';
import { container, mapped, statusOf } from './blobs.ts';

/**
 * Changes a small text blob on the ground of what it is now; tried again when somebody else was faster.
 * @param change gets the text (null when there is none) and returns the new one, or null to leave it as it is.
 * @throws TransientError 'storage-unavailable' when others were faster again and again.
 */
export async function changeText(
  name: ContainerName,
  path: string,
  contentType: string,
  change: (text: string | null) => string | null,
): Promise<void> {
  try {
    const blob = (await container(name)).getBlockBlobClient(path);
    const changed = await whileBeaten(async () => {
      const present = await read(blob);
      const next = change(present?.text ?? null);
      if (next === null) return null;
      const bytes = Buffer.from(next, 'utf8');
      try {
        await blob.upload(bytes, bytes.byteLength, {
          blobHTTPHeaders: { blobContentType: contentType },
          conditions: present === null ? { ifNoneMatch: '*' } : { ifMatch: present.etag },
        });
        return next;
      } catch (error) {
        if (statusOf(error) === 412 || statusOf(error) === 409) return beaten;
        throw error;
      }
    });
    if (changed !== beaten) return;
  } catch (error) {
    throw mapped(error, 'changing a record');
  }
  throw new TransientError('storage-unavailable', 'A record was changed by others again and again.');
}

type Blob = ReturnType<Awaited<ReturnType<typeof container>>['getBlockBlobClient']>;

async function read(blob: Blob): Promise<{ text: string; etag: string } | null> {
  try {
    const answer = await blob.download();
    const chunks: Buffer[] = [];
    for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
    // Storage sends an ETag with every blob; an empty one would match nothing and so change nothing.
    return { text: Buffer.concat(chunks).toString('utf8'), etag: answer.etag ?? '' };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
