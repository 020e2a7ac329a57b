import { plainETag } from '../lessons/identity.ts';
import type { Failure, Source } from '../lessons/lesson.ts';
import { changeLesson, withUpload } from '../results/lessons.ts';
import { findUpload } from '../storage/blobs.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';

/**
 * Shows a lesson as failed, with the reason; makes the lesson where there is none yet.
 * A lesson that has completed meanwhile, or that moved on to a newer upload, is left alone;
 * which upload is newer storage knows, whose times are too coarse to tell.
 */
export async function recordFailure(source: Source, failure: Failure): Promise<void> {
  const present = await findUpload(source.blobName);
  const replaced = present !== null && plainETag(present.etag) !== plainETag(source.etag);
  const recorded = await changeLesson(source.siteId, source.lessonId, (lesson) => {
    const ofThisUpload = lesson?.revision === source.revision;
    // Deleted, and its video with it: what ran on meanwhile must not bring it back.
    if (lesson === null && present === null) return null;
    if (ofThisUpload ? lesson?.status === 'completed' : lesson !== null && replaced) return null;
    return { ...withUpload(lesson, source, new Date()), status: 'failed', failure };
  });
  if (recorded !== null) record(metrics.lessonsFailed, 1, { code: failure.code, stage: failure.stage ?? 'none' });
}
