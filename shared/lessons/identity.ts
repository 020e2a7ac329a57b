import { createHash } from 'node:crypto';
import { PermanentError } from '../errors.ts';

/** The site of a blob that lies at the container's root. */
export const defaultSite = 'default';

/** Which lesson, and which upload of it. Both are hashes: nothing that a user typed reaches a path or an id. */
export interface LessonKey {
  readonly siteId: string;
  readonly fileName: string;
  readonly lessonId: string;
  readonly revision: string;
}

const hash = (text: string, length: number) => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, length);

/** Azure quotes ETags in some answers and not in others. */
export function plainETag(etag: string): string {
  return etag.replace(/^W\//, '').replaceAll('"', '');
}

/**
 * The lesson that a blob in the container `videos` belongs to.
 * @param blobName path inside the container, 1 to 1024 characters, `{siteId}/{fileName}` or `{fileName}`.
 * @throws PermanentError 'unsupported-name' for an empty name, one that ends in `/`, or one with control characters.
 */
export function lessonOf(blobName: string): Omit<LessonKey, 'revision'> {
  if (blobName.length === 0 || blobName.length > 1024 || /\p{Cc}/u.test(blobName) || blobName.endsWith('/')) {
    throw new PermanentError(
      'unsupported-name',
      'The file name is empty, too long, or has control characters. Rename it.',
    );
  }
  const slash = blobName.indexOf('/');
  const siteId = slash > 0 ? blobName.slice(0, slash) : defaultSite;
  const fileName = slash > 0 ? blobName.slice(slash + 1) : blobName;
  // The whole blob name is hashed, so that `x.mp4` and `default/x.mp4`, two blobs, are two lessons.
  return { siteId, fileName, lessonId: hash(`${siteId}/${blobName}`, 24) };
}

/** The upload of a lesson: the same bytes uploaded again are another revision. */
export function revisionOf(etag: string): string {
  return hash(plainETag(etag), 16);
}

/** What a revision is called when its lesson has moved to another site, but for the newest, whose video has a new ETag. */
export function movedRevision(lessonId: string, revision: string): string {
  return hash(`${lessonId}/${revision}`, 16);
}

/** The orchestration instance that moves a lesson away from where it is. */
export function moveJobId(lessonId: string): string {
  return `${lessonId}-move`;
}

/** The orchestration instance that takes a voice out of a lesson. */
export function removalJobId(lessonId: string): string {
  return `${lessonId}-removal`;
}

/** The orchestration instance of a picture that is made without that voice. */
export function removalPictureJobId(lessonId: string): string {
  return `${removalJobId(lessonId)}-picture`;
}

/** The orchestration instance of an upload's picture branch. */
export function pictureJobId(key: Pick<LessonKey, 'lessonId' | 'revision'>): string {
  return `${jobId(key)}-picture`;
}

/** The orchestration instance that has an upload's voices heard. */
export function voicesJobId(key: Pick<LessonKey, 'lessonId' | 'revision'>): string {
  return `${jobId(key)}-voices`;
}

/** The orchestration instance of one of the lanes in which an upload's chunks are transcribed; `lane` counts from 0. */
export function laneJobId(key: Pick<LessonKey, 'lessonId' | 'revision'>, lane: number): string {
  return `${jobId(key)}-lane-${lane}`;
}

/** The orchestration instances that an upload may have, the analysis first; besides, there are its lanes. */
export function jobIds(key: Pick<LessonKey, 'lessonId' | 'revision'>): [string, ...string[]] {
  return [jobId(key), pictureJobId(key), voicesJobId(key)];
}

/** Orchestration instance and Service Bus message of one upload: the same upload seen twice is one job. */
export function jobId(key: Pick<LessonKey, 'lessonId' | 'revision'>): string {
  return `${key.lessonId}-${key.revision}`;
}
