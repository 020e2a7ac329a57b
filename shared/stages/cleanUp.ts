import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { config } from '../settings/config.ts';
import { deletePrefix } from '../storage/blobs.ts';

/** Deletes the intermediate files of one revision. */
export async function cleanUp(source: Source): Promise<void> {
  if (!config().KEEP_WORK_FILES) await deletePrefix('work', blobPaths.prefix(source));
}
