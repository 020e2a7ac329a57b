import { stat } from 'node:fs/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import { containers } from '../shared/lessons/blobPaths.ts';
import { lessonOf, revisionOf } from '../shared/lessons/identity.ts';
import type { AnalyzeArguments } from './arguments.ts';

/** Puts the video into the container as any storage client would; says which lesson and revision it has become. */
export async function upload(
  given: AnalyzeArguments,
  total: number,
  connection: string,
  onProgress: (done: number, total: number) => void,
): Promise<{ lessonId: string; revision: string }> {
  const blobName = given.site === undefined ? given.fileName : `${given.site}/${given.fileName}`;
  const blob = BlobServiceClient.fromConnectionString(connection)
    .getContainerClient(containers.videos)
    .getBlockBlobClient(blobName);
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  onProgress(0, megabytes(total));
  const { etag } = await blob.uploadFile(given.file, {
    onProgress: ({ loadedBytes }) => onProgress(megabytes(loadedBytes), megabytes(total)),
  });
  if (etag === undefined) throw new Error('Storage took the video without naming its version.');
  return { lessonId: lessonOf(blobName).lessonId, revision: revisionOf(etag) };
}

/** A file's size in bytes. @throws Error in plain words when there is no such file. */
export async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new Error(`${file} is not a file.`);
    return found.size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error(`There is no file ${file}.`);
    throw error;
  }
}
