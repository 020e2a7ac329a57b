import { contentTypeOf } from '../lessons/contentTypes.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { readExpiry, readUrl } from '../storage/access.ts';
import { findUpload } from '../storage/blobs.ts';
import type { MediaResponse } from './contract.ts';
import { posterUrl } from './lessonView.ts';

/** Addresses of a lesson's video, as browsers play it, and of its poster; null for what there is not, or not yet. */
export async function mediaOf(lesson: Lesson, now = new Date()): Promise<MediaResponse> {
  const [videoUrl, poster] = await Promise.all([videoUrlOf(lesson, now), posterUrl(lesson)]);
  return { videoUrl, posterUrl: poster ?? null, expiresAt: readExpiry(now).toISOString() };
}

async function videoUrlOf({ picture, blobName, fileName }: Lesson, now: Date): Promise<string | null> {
  if (picture?.kind !== 'ready') return null;
  if (!picture.original) return (await readUrl('media', picture.video, 'video/mp4', now)).url;
  // Originals may be deleted by themselves, as by a rule of the storage account.
  if ((await findUpload(blobName)) === null) return null;
  return (await readUrl('videos', picture.video, contentTypeOf(fileName) ?? 'video/mp4', now)).url;
}
