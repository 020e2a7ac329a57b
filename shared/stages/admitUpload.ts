import { PermanentError } from '../errors.ts';
import { checkAdmission, sourceOf } from '../lessons/admission.ts';
import { plainETag } from '../lessons/identity.ts';
import { isSystemFile } from '../lessons/systemFiles.ts';
import { detailsFrom } from '../lessons/uploadDetails.ts';
import { sendLessonJob } from '../messaging/sender.ts';
import { config } from '../settings/config.ts';
import { blobReferenceSchema } from '../storage/blobReference.ts';
import { findUpload } from '../storage/blobs.ts';
import { readArrival } from '../storage/moves.ts';
import { recordFailure } from './recordFailure.ts';

/** What became of an upload; `lessonId` is absent when the blob is gone again or nobody's recording. One that is growing is to be looked at later. */
export interface Admitted {
  readonly outcome: 'queued' | 'refused' | 'passed-over' | 'gone' | 'growing';
  readonly lessonId?: string;
  readonly revision?: string;
  readonly code?: string;
  /** Names of the metadata that are not of the form that details have. */
  readonly detailsLeftOut?: string;
}

/** Asks for the analysis of a new blob, or shows why there will be none. Seen twice, it is one job. */
export async function admitUpload(reference: unknown): Promise<Admitted> {
  const { blobName } = blobReferenceSchema.parse(reference);
  const blob = await findUpload(blobName);
  if (blob === null) return { outcome: 'gone' };
  if (isSystemFile(blob)) return { outcome: 'passed-over' };
  const source = sourceOf(blob);
  const { lessonId, revision } = source;
  const { leftOut } = detailsFrom(blob.metadata ?? {});
  const told = { lessonId, revision, ...(leftOut.length === 0 ? {} : { detailsLeftOut: leftOut.join(' ') }) };
  // A lesson that comes from another site brings its results, and is not analysed for being copied.
  const arrival = await readArrival(lessonId);
  if (arrival !== null && (!arrival.done || plainETag(arrival.etag ?? '') === plainETag(source.etag)))
    return { outcome: 'passed-over', ...told };
  // The same recording, in which Askwell itself has muted a voice.
  if (blob.standsFor !== undefined) return { outcome: 'passed-over', ...told };
  if (blob.growing) return { outcome: 'growing', ...told };
  try {
    checkAdmission(source, config().MAX_VIDEO_BYTES);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    await recordFailure(source, { code: error.code, message: error.message, stage: 'videoUploaded' });
    return { outcome: 'refused', ...told, code: error.code };
  }
  await sendLessonJob(source);
  return { outcome: 'queued', ...told };
}
