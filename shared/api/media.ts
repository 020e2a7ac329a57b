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

/** What browsers may play as it was uploaded; they alone can tell. */
const playable = new Set(['mp4', 'm4v', 'mov', 'webm']);

/** The upload itself, as long as it is not told what becomes of its picture, and no older result stands beside it. */
async function uploadUrlOf({ blobName, fileName, result, revision }: Lesson, now: Date): Promise<string | null> {
  const ending = /\.([^./]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (!playable.has(ending) || (result !== undefined && result.revision !== revision)) return null;
  if ((await findUpload(blobName)) === null) return null;
  return (await readUrl('videos', blobName, ending === 'webm' ? 'video/webm' : 'video/mp4', now)).url;
}

async function videoUrlOf(lesson: Lesson, now: Date): Promise<string | null> {
  // Until its sound is muted nothing is played; a recording that holds a removed voice still, never.
  if (lesson.removing !== undefined) return null;
  if (lesson.removed?.original === 'kept' && (lesson.picture?.kind !== 'ready' || lesson.picture.original)) return null;
  const { picture, blobName, fileName, status } = lesson;
  if (picture === undefined && status !== 'failed') return uploadUrlOf(lesson, now);
  if (picture?.kind !== 'ready') return null;
  if (!picture.original) return (await readUrl('media', picture.video, 'video/mp4', now)).url;
  // Originals may be deleted by themselves, as by a rule of the storage account.
  if ((await findUpload(blobName)) === null) return null;
  return (await readUrl('videos', picture.video, contentTypeOf(fileName) ?? 'video/mp4', now)).url;
}
