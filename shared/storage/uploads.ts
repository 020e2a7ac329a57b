import { container, mapped, statusOf } from './blobs.ts';

const mebibyte = 1024 * 1024;

/**
 * The size of the blocks in which a file is uploaded, in bytes: 8 MiB up to 2 GiB, then as large as keeps them at 256,
 * up to 64 MiB, which a browser can hold several of. A blob takes 50,000 blocks, so 3 TB. The same size gives the same
 * blocks, so that an upload can be resumed.
 */
export function blockBytesFor(sizeBytes: number): number {
  let blockBytes = 8 * mebibyte;
  while (blockBytes < 64 * mebibyte && sizeBytes / blockBytes > 256) blockBytes *= 2;
  return blockBytes;
}

export interface StagedBlock {
  /** Base64, as whoever uploaded the block has named it. */
  readonly id: string;
  readonly sizeBytes: number;
}

/** Blocks that an upload has left without committing them; storage keeps them for a week. */
export async function stagedBlocks(blobName: string): Promise<StagedBlock[]> {
  try {
    const list = await (await container('videos')).getBlockBlobClient(blobName).getBlockList('uncommitted');
    return (list.uncommittedBlocks ?? []).map(({ name, size }) => ({ id: name, sizeBytes: size }));
  } catch (error) {
    if (statusOf(error) === 404) return [];
    throw mapped(error, 'looking at the blocks of an upload');
  }
}
