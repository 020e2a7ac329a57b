import type { Source } from '../lessons/lesson.ts';
import { type MediaSource, openSource } from '../media/blobSource.ts';
import { readUpload } from '../storage/blobs.ts';

/** Opens an uploaded video for ffmpeg, read in ranges from storage and never whole. Dispose of it when done. */
export function openUpload(source: Source): Promise<MediaSource> {
  return openSource({
    sizeBytes: source.sizeBytes,
    read: (start, end, signal) => readUpload(source, start, end, signal),
  });
}
