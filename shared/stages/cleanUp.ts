import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { config } from '../settings/config.ts';
import { deletePrefix } from '../storage/blobs.ts';
import { dropChunkVoices } from '../storage/voices.ts';

/** Deletes the intermediate files of one revision; embeddings of chunks that no step took, whatever is kept. */
export async function cleanUp(source: Source): Promise<void> {
  await dropChunkVoices(source);
  if (!config().KEEP_WORK_FILES) await deletePrefix('work', blobPaths.prefix(source));
}
