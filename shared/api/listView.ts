import { inParallel } from '../inParallel.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { BadContinuationError, type LessonPage, listLessons } from '../results/listing.ts';
import type { LessonFilter } from '../results/lookup.ts';
import type { Caller } from './caller.ts';
import type { LessonListResponse } from './contract.ts';
import { lessonView, type Progress } from './lessonView.ts';
import { Problem } from './problem.ts';

// Each is a request to the task hub: enough at once to hide the distance.
const askedAtOnce = 8;

/** One page of lessons as the API shows it; those that run with their progress. @throws Problem 400 for a bad continuation. */
export async function listView(
  filter: LessonFilter,
  caller: Caller,
  progressOf: (lesson: Lesson) => Promise<Progress | undefined>,
): Promise<LessonListResponse> {
  const { lessons, continuation } = await page(filter);
  const running = lessons.filter(({ status }) => status === 'running');
  const asked = await inParallel(
    askedAtOnce,
    running,
    async (lesson) => [lesson.id, await progressOf(lesson)] as const,
  );
  const progress = new Map(asked);
  return {
    lessons: await Promise.all(lessons.map((lesson) => lessonView(lesson, caller, progress.get(lesson.id)))),
    ...(continuation === undefined ? {} : { continuation }),
  };
}

async function page(filter: LessonFilter): Promise<LessonPage> {
  try {
    return await listLessons(filter);
  } catch (error) {
    if (!(error instanceof BadContinuationError)) throw error;
    const detail = `continuation: ${error.message} Take it from an answer with the same sort and order.`;
    throw new Problem(400, 'invalid-request', 'The request is not valid', detail);
  }
}
