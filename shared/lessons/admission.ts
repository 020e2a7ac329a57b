import { PermanentError } from '../errors.ts';
import { contentTypeOf, extensions } from './contentTypes.ts';
import { lessonOf, revisionOf } from './identity.ts';
import type { Lesson, Source } from './lesson.ts';
import { detailsFrom } from './uploadDetails.ts';

/** What storage says of a blob, without a byte of it. */
export interface UploadedBlob {
  readonly blobName: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly uploadedAt: Date;
  /** Made to be appended to, and not at rest yet: its event came when it was made, and none will come at its end. */
  readonly growing?: boolean;
  /** The revision in whose place it stands: the same recording with voices muted (storage/blobs.ts). */
  readonly standsFor?: string;
  /** As storage has it: anybody who may write blobs may have written it. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The upload as a source, whatever it is; throws 'unsupported-name' only. */
export function sourceOf(blob: UploadedBlob): Source {
  const { details } = detailsFrom(blob.metadata ?? {});
  return {
    ...lessonOf(blob.blobName),
    blobName: blob.blobName,
    revision: blob.standsFor ?? revisionOf(blob.etag),
    etag: blob.etag,
    sizeBytes: blob.sizeBytes,
    uploadedAt: blob.uploadedAt.toISOString(),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** The source with what a person chose for this upload, as its lesson knows. */
export function withChoices(source: Source, lesson: Pick<Lesson, 'revision' | 'choices'>): Source {
  const { choices } = lesson;
  return choices === undefined || lesson.revision !== source.revision ? source : { ...source, choices };
}

/**
 * Whether an upload is worth a job.
 * @throws PermanentError 'unsupported-name', 'file-empty' or 'file-too-large', with what to do.
 */
export function checkAdmission(source: Pick<Source, 'fileName' | 'sizeBytes'>, maxBytes: number): void {
  if (contentTypeOf(source.fileName) === undefined) {
    throw new PermanentError(
      'unsupported-name',
      `"${source.fileName}" does not end like a video or sound file (${extensions.join(', ')}). Rename or convert it.`,
    );
  }
  if (source.sizeBytes === 0) {
    throw new PermanentError(
      'file-empty',
      `"${source.fileName}" has no bytes. The upload may have been cut off: upload it again.`,
    );
  }
  if (source.sizeBytes > maxBytes) {
    throw new PermanentError(
      'file-too-large',
      `"${source.fileName}" has ${source.sizeBytes} bytes; the limit is ${maxBytes}. Cut it, or raise MAX_VIDEO_BYTES.`,
    );
  }
}
