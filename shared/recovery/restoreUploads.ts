import { PermanentError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import { checkAdmission, sourceOf, type UploadedBlob } from '../lessons/admission.ts';
import type { Source } from '../lessons/lesson.ts';
import { isSystemFile } from '../lessons/systemFiles.ts';
import { sendLessonJob } from '../messaging/sender.ts';
import { changeLesson, deleteLessonDocument, findLesson, withUpload } from '../results/lessons.ts';
import { config } from '../settings/config.ts';
import { recordFailure } from '../stages/recordFailure.ts';
import { findUpload } from '../storage/blobs.ts';
import { uploadsFrom } from '../storage/listing.ts';
import { readArrival } from '../storage/moves.ts';
import { DamagedAnalysis, readAnalysis } from './readAnalysis.ts';
import { emptyReport, type RebuildReport, sum } from './report.ts';
import { retryTransient } from './retryTransient.ts';

const pageSize = 200;
const parallel = 8;

/**
 * Looks after one page of uploads, once the lessons with results are back: what the database does not know of is asked
 * for again. So what was under way or waiting goes on, and what had failed fails again with its reason, before it costs
 * anything where the recording is to blame. `next` is null when no page is left.
 */
export async function restoreUploads(after: string | null): Promise<{ report: RebuildReport; next: string | null }> {
  const { uploads, next } = await retryTransient(() => uploadsFrom(after, pageSize));
  const reports = await inParallel(parallel, uploads, (upload) => retryTransient(() => restoreUpload(upload)));
  return { report: sum(reports), next };
}

async function restoreUpload(upload: UploadedBlob): Promise<RebuildReport> {
  if (isSystemFile(upload)) return emptyReport;
  let source: Source;
  try {
    source = sourceOf(upload);
  } catch (error) {
    if (error instanceof PermanentError) return emptyReport;
    throw error;
  }
  if ((await readArrival(source.lessonId))?.done === false) return emptyReport;
  const known = await findLesson(source.siteId, source.lessonId);
  if (known?.lesson.revision === source.revision) return emptyReport;
  try {
    if ((await readAnalysis(source)) !== null) return emptyReport;
  } catch (error) {
    if (!(error instanceof DamagedAnalysis)) throw error;
    // It was told by name already; here its lesson is told of as well.
    await recordFailure(source, {
      code: 'analysis-damaged',
      message: 'The result was lost: its file in storage is damaged. Analyse the lesson again.',
      stage: 'rebuildResults',
    });
    return emptyReport;
  }
  return startAgain(source);
}

async function startAgain(source: Source): Promise<RebuildReport> {
  try {
    checkAdmission(source, config().MAX_VIDEO_BYTES);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    await recordFailure(source, { code: error.code, message: error.message, stage: 'videoUploaded' });
    return { ...emptyReport, refused: 1 };
  }
  // First the job: if the document were first and the job failed, the next try would take the lesson for known.
  await sendLessonJob(source, 'again');
  await changeLesson(source.siteId, source.lessonId, (present) =>
    present?.revision === source.revision ? null : withUpload(present, source, new Date()),
  );
  // Deleted between the listing and now: the document was the last thing that a deletion would have removed.
  if ((await findUpload(source.blobName)) === null) await deleteLessonDocument(source.siteId, source.lessonId);
  return { ...emptyReport, started: 1 };
}
