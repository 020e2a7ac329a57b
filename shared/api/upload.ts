import type { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { checkAdmission } from '../lessons/admission.ts';
import { contentTypeOf } from '../lessons/contentTypes.ts';
import { defaultSite, lessonOf } from '../lessons/identity.ts';
import { metadataOf } from '../lessons/uploadDetails.ts';
import { findLesson } from '../results/lessons.ts';
import { config } from '../settings/config.ts';
import { uploadUrl } from '../storage/access.ts';
import { findUpload } from '../storage/blobs.ts';
import { blockBytesFor, stagedBlocks } from '../storage/uploads.ts';
import { mayEnd, refusal } from './access.ts';
import type { Caller } from './caller.ts';
import type { UploadResponse, uploadRequestSchema } from './contract.ts';
import { isMoving } from './findLesson.ts';
import { Problem } from './problem.ts';

type Request = z.output<typeof uploadRequestSchema>;

/** The blob that an upload becomes. */
const blobNameOf = ({ site, fileName }: Request) => (site === defaultSite ? fileName : `${site}/${fileName}`);

/** The lesson that an upload is of, or will be. */
export const lessonIdOf = (request: Request) => lessonOf(blobNameOf(request)).lessonId;

/**
 * Says where and how a video is to be uploaded; asked again, it lets an interrupted upload go on. `replaces`: there is a
 * lesson, with its video or without, in whose place it will be.
 * @throws Problem 400 for what would be refused once it is there, 409 'already-there' unless it is to be replaced, and
 * Refusal where it is and the caller may not make an end of the lesson.
 */
export async function planUpload(
  request: Request,
  caller: Caller,
): Promise<{ plan: UploadResponse; replaces: boolean }> {
  const { fileName, sizeBytes, replace, details } = request;
  const blobName = blobNameOf(request);
  refuseWhatAdmissionWould({ fileName, sizeBytes });
  const { siteId, lessonId } = lessonOf(blobName);
  const [blob, lesson] = await Promise.all([findUpload(blobName), findLesson(siteId, lessonId)]);
  if (lesson?.lesson.moving !== undefined) throw isMoving();
  const may = mayEnd(caller, lesson?.lesson ?? { id: lessonId, siteId });
  const replaces = blob !== null || lesson !== null;
  if (replaces && !replace) {
    throw new Problem(
      409,
      'already-there',
      'There is a video of this name',
      `The site has a video of this name. Give this one another name${may ? ', or send "replace": true to put it in its place.' : '; to put it in its place needs the role admin.'}`,
    );
  }
  if (replaces && !may) throw refusal('Replacing a lesson', 'lessonDeletion');
  const [{ url, expiresAt }, staged] = await Promise.all([uploadUrl(blobName), stagedBlocks(blobName)]);
  const plan = {
    lessonId,
    blobName,
    url,
    expiresAt: expiresAt.toISOString(),
    blockBytes: blockBytesFor(sizeBytes),
    metadata: metadataOf(details ?? {}),
    contentType: contentTypeOf(fileName) ?? 'application/octet-stream',
    stagedBlocks: staged,
  };
  return { plan, replaces };
}

function refuseWhatAdmissionWould(file: { fileName: string; sizeBytes: number }): void {
  try {
    checkAdmission(file, config().MAX_VIDEO_BYTES);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    throw new Problem(400, error.code, 'This file would be refused', error.message);
  }
}
