import { PermanentError } from '../errors.ts';
import { lessonOf, revisionOf } from './identity.ts';
import type { Source } from './lesson.ts';
import { detailsFrom } from './uploadDetails.ts';

/** What storage says of a blob, without a byte of it. */
export interface UploadedBlob {
  readonly blobName: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly uploadedAt: Date;
  /** As storage has it: anybody who may write blobs may have written it. */
  readonly metadata?: Readonly<Record<string, string>>;
}

// Names are a first, cheap check: what a file really is, the probe says.
const contentTypes: ReadonlyMap<string, string> = new Map([
  ['mp4', 'video/mp4'],
  ['m4v', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['mkv', 'video/x-matroska'],
  ['webm', 'video/webm'],
  ['avi', 'video/x-msvideo'],
  ['mts', 'video/mp2t'],
  ['m2ts', 'video/mp2t'],
  ['ts', 'video/mp2t'],
  ['mpg', 'video/mpeg'],
  ['mpeg', 'video/mpeg'],
  ['wmv', 'video/x-ms-wmv'],
  ['3gp', 'video/3gpp'],
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
  ['m4a', 'audio/mp4'],
  ['flac', 'audio/flac'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['aac', 'audio/aac'],
]);

/** Endings of the file names that are taken, without the dot. */
export const extensions: readonly string[] = [...contentTypes.keys()];

/** The content type that goes with a name's ending; undefined where the ending is no recording's. */
export function contentTypeOf(fileName: string): string | undefined {
  return contentTypes.get(/\.([^./]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '');
}

/** The upload as a source, whatever it is; throws 'unsupported-name' only. */
export function sourceOf(blob: UploadedBlob): Source {
  const { details } = detailsFrom(blob.metadata ?? {});
  return {
    ...lessonOf(blob.blobName),
    blobName: blob.blobName,
    revision: revisionOf(blob.etag),
    etag: blob.etag,
    sizeBytes: blob.sizeBytes,
    uploadedAt: blob.uploadedAt.toISOString(),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
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
