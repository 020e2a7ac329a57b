import { PermanentError } from '../errors.ts';
import { sourceOf } from '../lessons/admission.ts';
import { plainETag } from '../lessons/identity.ts';
import type { Source } from '../lessons/lesson.ts';
import { withUpload } from '../results/lessons.ts';
import { type Stores, stores } from '../wiring/stores.ts';
import { tagRetention } from './tagRetention.ts';

/**
 * Holds an upload against what storage has now: storage alone knows which upload is the newest.
 * The newest one's job is sent again, which changes nothing where it is known already,
 * and mends the case that it was never seen (a change of metadata makes no event).
 * @throws PermanentError 'superseded' or 'video-gone'.
 */
export async function assertNewest(
  source: Source,
  { findUpload, sendLessonJob }: Pick<Stores, 'findUpload' | 'sendLessonJob'> = stores,
): Promise<void> {
  const present = await findUpload(source.blobName);
  if (present === null) throw new PermanentError('video-gone', 'The video was deleted before its analysis was done.');
  if (plainETag(present.etag) !== plainETag(source.etag)) {
    await sendLessonJob(sourceOf(present));
    throw new PermanentError('superseded', 'A newer upload replaced this one.');
  }
}

/**
 * Shows the lesson as running, unless the upload is no longer the newest. The voices of an earlier analysis are dropped:
 * this one numbers its own, or may have been asked to tell none.
 */
export async function beginLesson(
  source: Source,
  into: Pick<Stores, 'findUpload' | 'sendLessonJob' | 'changeLesson' | 'tagUpload' | 'dropVoices'> = stores,
): Promise<void> {
  await assertNewest(source, into);
  await into.dropVoices(source.lessonId);
  const lesson = await into.changeLesson(source.siteId, source.lessonId, (present) =>
    withUpload(present, source, new Date()),
  );
  if (lesson !== null) await tagRetention(lesson, into);
}
