import type { z } from 'zod';
import { readReviewing } from '../results/reviewing.ts';
import type { Rights } from './access.ts';
import type { reviewEventsResponseSchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';

/** Everything that people said of a lesson's shown revision. @throws Problem 404 as long as there is no result. */
export async function reviewEventsView(
  id: string,
  rights: Rights,
): Promise<z.infer<typeof reviewEventsResponseSchema>> {
  const { result, place } = await completedLessonAt(id, rights);
  const { events } = await readReviewing(place, result.revision);
  return { lessonId: place.lessonId, revision: result.revision, events: [...events] };
}
