import { messageOf } from '../api/errors.ts';
import type { LessonResponse } from '../api/lessons.ts';

/** A lesson for which something could not be done, and why. */
export interface Undone {
  readonly lesson: LessonResponse;
  readonly why: string;
}

/**
 * Does something for one lesson after the other. One that fails keeps no other.
 * @param done is told how many were tried.
 */
export async function forEachLesson<T>(
  lessons: readonly LessonResponse[],
  work: (lesson: LessonResponse) => Promise<T>,
  done: (count: number) => void,
): Promise<{ readonly results: readonly (readonly [LessonResponse, T])[]; readonly undone: readonly Undone[] }> {
  const results: (readonly [LessonResponse, T])[] = [];
  const undone: Undone[] = [];
  for (const [index, lesson] of lessons.entries()) {
    try {
      results.push([lesson, await work(lesson)]);
    } catch (error) {
      undone.push({ lesson, why: messageOf(error) });
    }
    done(index + 1);
  }
  return { results, undone };
}
