import { PermanentError } from '../errors.ts';
import { lessonOf, revisionOf } from './identity.ts';
import type { Source } from './lesson.ts';

/** What storage says of a blob, without a byte of it. */
export interface UploadedBlob {
  readonly blobName: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly uploadedAt: Date;
}

// Names are a first, cheap check: what a file really is, the probe says.
const extensions = new Set(
  'mp4 m4v mov mkv webm avi mts m2ts ts mpg mpeg wmv 3gp wav mp3 m4a flac ogg oga opus aac'.split(' '),
);

/** The upload as a source, whatever it is; throws 'unsupported-name' only. */
export function sourceOf(blob: UploadedBlob): Source {
  return {
    ...lessonOf(blob.blobName),
    blobName: blob.blobName,
    revision: revisionOf(blob.etag),
    etag: blob.etag,
    sizeBytes: blob.sizeBytes,
    uploadedAt: blob.uploadedAt.toISOString(),
  };
}

/**
 * Whether an upload is worth a job.
 * @throws PermanentError 'unsupported-name', 'file-empty' or 'file-too-large', with what to do.
 */
export function checkAdmission(source: Source, maxBytes: number): void {
  const extension = /\.([^./]+)$/.exec(source.fileName)?.[1]?.toLowerCase();
  if (extension === undefined || !extensions.has(extension)) {
    throw new PermanentError(
      'unsupported-name',
      `"${source.fileName}" does not end like a video or sound file (${[...extensions].join(', ')}). Rename or convert it.`,
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
