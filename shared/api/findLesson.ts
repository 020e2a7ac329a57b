import { isWithin } from '../lessons/reach.ts';
import { findLessonAnywhere, type StoredLesson } from '../results/lessons.ts';
import { Refusal, type Rights, refusal } from './access.ts';
import { Problem } from './problem.ts';

const unknownLesson = [
  404,
  'unknown-lesson',
  'No such lesson',
  'No lesson has this id: it was deleted, or there never was one.',
] as const;

/**
 * The lesson that a path names, for whoever may have it.
 * @throws Refusal 404 for an unknown lesson, and for one that they may not know of; 403 for what they may not do with it.
 */
export async function lessonAt(id: string, { name, reach, sees }: Rights): Promise<StoredLesson> {
  const found = await findLessonAnywhere(id);
  if (found === null || !isWithin(sees, found.lesson)) {
    const why = found === null ? 'No such lesson' : 'The lesson is neither at their sites nor their own';
    // Both are written down, so that neither the answer nor its time tells them apart.
    throw sees.sites === 'all' ? new Problem(...unknownLesson) : new Refusal(unknownLesson, why);
  }
  if (!isWithin(reach, found.lesson)) throw refusal('This at this site', name);
  return found;
}

/** The lesson and the revision whose results are shown. @throws as `lessonAt`; Problem 404 as long as there is no result. */
export async function completedLessonAt(id: string, rights: Rights) {
  const { lesson } = await lessonAt(id, rights);
  if (lesson.result === undefined) {
    const detail = lesson.failure
      ? `The analysis failed: ${lesson.failure.message}`
      : 'The analysis is not done yet; ask again when its status is "completed".';
    throw new Problem(404, 'no-result', 'The lesson has no result', detail);
  }
  return { lesson, result: lesson.result, place: { siteId: lesson.siteId, lessonId: lesson.id } };
}
