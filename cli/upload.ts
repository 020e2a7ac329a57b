import { BlobServiceClient } from '@azure/storage-blob';
import { containers } from '../shared/lessons/blobPaths.ts';
import { lessonOf, revisionOf } from '../shared/lessons/identity.ts';
import { metadataOf } from '../shared/lessons/uploadDetails.ts';
import type { AnalyzeArguments } from './arguments.ts';
import type { Video } from './videos.ts';

/** Puts the video into the container as any storage client would; says which lesson and revision it has become. */
export async function upload(
  { path, fileName, sizeBytes }: Video,
  { site, languages }: Pick<AnalyzeArguments, 'site' | 'languages'>,
  connection: string,
  onProgress: (done: number, total: number) => void,
): Promise<{ lessonId: string; revision: string }> {
  const blobName = site === undefined ? fileName : `${site}/${fileName}`;
  const blob = BlobServiceClient.fromConnectionString(connection)
    .getContainerClient(containers.videos)
    .getBlockBlobClient(blobName);
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  onProgress(0, megabytes(sizeBytes));
  const { etag } = await blob.uploadFile(path, {
    metadata: metadataOf(languages === undefined ? {} : { languages }),
    onProgress: ({ loadedBytes }) => onProgress(megabytes(loadedBytes), megabytes(sizeBytes)),
  });
  if (etag === undefined) throw new Error('Storage took the video without naming its version.');
  return { lessonId: lessonOf(blobName).lessonId, revision: revisionOf(etag) };
}
