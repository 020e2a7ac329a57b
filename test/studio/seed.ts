import { lessonOf, revisionOf } from '../../shared/lessons/identity.ts';
import type { TestCloud, Uploaded } from '../../testing/cloud.ts';

/** Puts a video into storage as any client may, with what is said of it as its metadata. */
export async function seed(
  cloud: TestCloud,
  blobName: string,
  content: Buffer,
  metadata: Record<string, string>,
): Promise<Uploaded> {
  const blob = cloud.blobs.getContainerClient('videos').getBlockBlobClient(blobName);
  const { etag } = await blob.upload(content, content.byteLength, { metadata });
  return { lessonId: lessonOf(blobName).lessonId, revision: revisionOf(etag ?? '') };
}
