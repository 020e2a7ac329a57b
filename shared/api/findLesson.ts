import { findLessonAnywhere, type StoredLesson } from '../results/lessons.ts';
import { Problem } from './problem.ts';

/** The lesson that a path names. @throws Problem 404 for an unknown lesson. */
export async function lessonAt(id: string): Promise<StoredLesson> {
  const found = await findLessonAnywhere(id);
  if (found === null) {
    throw new Problem(
      404,
      'unknown-lesson',
      'No such lesson',
      'No lesson has this id. GET /api/v1/lessons lists those that there are.',
    );
  }
  return found;
}

/** The lesson and the revision whose results are shown. @throws Problem 404 as long as there is no result. */
export async function completedLessonAt(id: string) {
  const { lesson } = await lessonAt(id);
  if (lesson.result === undefined) {
    const detail = lesson.failure
      ? `The analysis failed: ${lesson.failure.message}`
      : 'The analysis is not done yet; ask again when its status is "completed".';
    throw new Problem(404, 'no-result', 'The lesson has no result', detail);
  }
  return { lesson, result: lesson.result, place: { siteId: lesson.siteId, lessonId: lesson.id } };
}
