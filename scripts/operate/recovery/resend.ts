import { createHash } from 'node:crypto';
import { sourceOf, withChoices } from '../../../shared/lessons/admission.ts';
import { sendLessonJob } from '../../../shared/messaging/sender.ts';
import { findLesson } from '../../../shared/results/lessons.ts';
import { findUpload } from '../../../shared/storage/blobs.ts';
import type { DeadLetter, Outcome } from './deadLetters.ts';

/**
 * Sends a dead job again, for the upload that its lesson has now. What is done meanwhile is not done again.
 * A letter that can never be sent is left, unless `drop` is given.
 */
export async function resend(letter: DeadLetter, drop: boolean): Promise<Outcome> {
  const why = await obstacle(letter);
  if (why === null) return { kind: 'sent' };
  return drop ? { kind: 'dropped' } : { kind: 'left', why };
}

async function obstacle({ id, job }: DeadLetter): Promise<string | null> {
  if (job === null) return 'it is no job';
  const lesson = await findLesson(job.siteId, job.lessonId);
  if (lesson === null) return 'there is no such lesson: it was deleted, or the database is to be rebuilt first';
  const upload = await findUpload(lesson.lesson.blobName);
  if (upload === null) return 'its video was deleted';
  // The same letter sent twice within minutes, because the first time broke off half-way, is one job.
  const source = withChoices(sourceOf(upload), lesson.lesson);
  await sendLessonJob(source, { replayOf: createHash('sha256').update(id).digest('hex').slice(0, 16) });
  return null;
}
