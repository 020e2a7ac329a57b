import { blobPaths } from '../lessons/blobPaths.ts';
import type { LessonKey } from '../lessons/identity.ts';
import { pathsUnder } from '../storage/listing.ts';

/** How many chunks of an upload have been transcribed; none after its analysis, when they are cleaned up. */
export async function countTranscribed(key: Pick<LessonKey, 'lessonId' | 'revision'>): Promise<number> {
  const folder = blobPaths.chunkTranscript(key, 0).replace(/[^/]+$/, '');
  return (await pathsUnder('work', folder)).length;
}
