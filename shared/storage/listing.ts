import type { UploadedBlob } from '../lessons/admission.ts';
import type { ContainerName } from '../lessons/blobPaths.ts';
import { plainETag } from '../lessons/identity.ts';
import { container, mapped, standingFor } from './blobs.ts';

/** The names of all blobs under a prefix. For prefixes that hold few: one lesson's. */
export async function pathsUnder(name: ContainerName, prefix: string): Promise<string[]> {
  try {
    const names: string[] = [];
    for await (const blob of (await container(name)).listBlobsFlat({ prefix })) names.push(blob.name);
    return names;
  } catch (error) {
    throw mapped(error, 'listing');
  }
}

/** Whether there is a blob of this name. */
export async function isThere(name: ContainerName, path: string): Promise<boolean> {
  try {
    return await (await container(name)).getBlobClient(path).exists();
  } catch (error) {
    throw mapped(error, 'looking at a file');
  }
}

/** The folders at a container's root whose names begin with `prefix`, in order, without the slash. */
export async function foldersUnder(name: ContainerName, prefix: string): Promise<string[]> {
  try {
    const folders: string[] = [];
    for await (const item of (await container(name)).listBlobsByHierarchy('/', { prefix })) {
      if (item.kind === 'prefix') folders.push(item.name.slice(0, -1));
    }
    return folders;
  } catch (error) {
    throw mapped(error, 'listing');
  }
}

/** One page of uploads; `next` is where the following page begins, null at the end. */
export async function uploadsFrom(
  after: string | null,
  limit: number,
): Promise<{ uploads: UploadedBlob[]; next: string | null }> {
  try {
    const pages = (await container('videos'))
      .listBlobsFlat({ includeMetadata: true })
      .byPage({ maxPageSize: limit, ...(after === null ? {} : { continuationToken: after }) });
    const { value: page } = await pages.next();
    const uploads: UploadedBlob[] = [];
    for (const { name, properties, metadata } of page?.segment.blobItems ?? []) {
      // A listing leaves the quotes out, which a condition needs.
      const etag = `"${plainETag(properties.etag)}"`;
      const standsFor = await standingFor(name, etag, metadata);
      uploads.push({
        blobName: name,
        ...(standsFor === undefined ? {} : { standsFor }),
        etag,
        sizeBytes: properties.contentLength ?? 0,
        uploadedAt: properties.lastModified,
        ...(metadata && { metadata }),
      });
    }
    return { uploads, next: page?.continuationToken || null };
  } catch (error) {
    throw mapped(error, 'listing uploads');
  }
}
