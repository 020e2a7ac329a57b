import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { inParallel } from '../inParallel.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { listLessons, positionSchema } from '../results/listing.ts';
import { pageKey } from '../results/pageKey.ts';
import { mayCall, type Rights, reachOf, refusal } from './access.ts';
import type { Caller } from './caller.ts';
import { type Asking, seal, unseal } from './continuation.ts';
import type { LessonListResponse, lessonListQuerySchema } from './contract.ts';
import { lessonView, type Progress, sighted } from './lessonView.ts';

// Each is a request to the task hub: enough at once to hide the distance.
const askedAtOnce = 8;
// By what everybody is shown who may list lessons; a sort that comes later is not, until it stands here.
const openSorts: readonly string[] = ['uploadedAt', 'title'];

/**
 * One page of lessons as the API shows it; those that run with their progress. What a caller may not read, they neither
 * sort nor filter by.
 * @throws Refusal, or Problem 400 for a continuation of something else
 */
export async function listView(
  { continuation, ...query }: z.output<typeof lessonListQuerySchema>,
  caller: Caller,
  { reach: listed }: Rights,
  progressOf: (lesson: Lesson) => Promise<Progress | undefined>,
): Promise<LessonListResponse> {
  const byFigures = !openSorts.includes(query.sort);
  // Figures are of codes; what else is known of a lesson, its coders may know.
  const known = reachOf(byFigures ? caller : sighted(caller), 'lessonQuestions');
  const byContent = byFigures || query.educator !== undefined;
  if (byContent && !mayCall(caller, 'lessonQuestions'))
    throw refusal(byFigures ? 'Sorting by figures' : 'Filtering by educator', 'lessonQuestions');
  // Who sees figures of some lessons only, finds by them among those alone.
  const reach = byContent ? known : listed;
  const filter = { ...query, content: isDeepStrictEqual(reach, known) };
  const asking: Asking = { reach, filter };
  const after = continuation === undefined ? undefined : unseal(await pageKey(), continuation, asking, positionSchema);
  const { lessons, end } = await listLessons(filter, reach, after);
  const running = lessons.filter(({ status }) => status === 'running');
  const asked = await inParallel(
    askedAtOnce,
    running,
    async (lesson) => [lesson.id, await progressOf(lesson)] as const,
  );
  const progress = new Map(asked);
  return {
    lessons: await Promise.all(lessons.map((lesson) => lessonView(lesson, caller, progress.get(lesson.id)))),
    ...(end === undefined ? {} : { continuation: seal(await pageKey(), end, asking) }),
  };
}
