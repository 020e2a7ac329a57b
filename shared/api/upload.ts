import type { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { checkAdmission } from '../lessons/admission.ts';
import { contentTypeOf } from '../lessons/contentTypes.ts';
import { defaultSite, lessonOf } from '../lessons/identity.ts';
import { metadataOf } from '../lessons/uploadDetails.ts';
import { config } from '../settings/config.ts';
import { uploadUrl } from '../storage/access.ts';
import { findUpload } from '../storage/blobs.ts';
import { blockBytesFor, stagedBlocks } from '../storage/uploads.ts';
import type { UploadResponse, uploadRequestSchema } from './contract.ts';
import { Problem } from './problem.ts';

/**
 * Says where and how a video is to be uploaded; asked again, it lets an interrupted upload go on.
 * @throws Problem 400 for what would be refused once it is there, 409 'already-there' unless it may be replaced.
 */
export async function planUpload(request: z.output<typeof uploadRequestSchema>): Promise<UploadResponse> {
  const { site, fileName, sizeBytes, replace, details } = request;
  const blobName = site === defaultSite ? fileName : `${site}/${fileName}`;
  refuseWhatAdmissionWould({ fileName, sizeBytes });
  if (!replace && (await findUpload(blobName)) !== null) {
    throw new Problem(
      409,
      'already-there',
      'There is a video of this name',
      'The site has a video of this name. Give this one another name, or send "replace": true to put it in its place.',
    );
  }
  const [{ url, expiresAt }, staged] = await Promise.all([uploadUrl(blobName), stagedBlocks(blobName)]);
  return {
    lessonId: lessonOf(blobName).lessonId,
    blobName,
    url,
    expiresAt: expiresAt.toISOString(),
    blockBytes: blockBytesFor(sizeBytes),
    metadata: metadataOf(details ?? {}),
    contentType: contentTypeOf(fileName) ?? 'application/octet-stream',
    stagedBlocks: staged,
  };
}

function refuseWhatAdmissionWould(file: { fileName: string; sizeBytes: number }): void {
  try {
    checkAdmission(file, config().MAX_VIDEO_BYTES);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    throw new Problem(400, error.code, 'This file would be refused', error.message);
  }
}
