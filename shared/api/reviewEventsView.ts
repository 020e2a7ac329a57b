import type { z } from 'zod';
import { type Codebook, shownBy } from '../lessons/codebook.ts';
import type { ReviewEvent, ShownReviewEvent } from '../lessons/reviewEvent.ts';
import { readReviewing } from '../results/reviewing.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
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
  const codebook = codebookOf(config(), place.siteId);
  return {
    lessonId: place.lessonId,
    revision: result.revision,
    events: events.map((event) => shownEvent(codebook, event)),
  };
}

/** An event as people see it: what the machine said in it by the site's codebook, what people said as they said it. */
export function shownEvent(codebook: Codebook, { before, made, found, ...event }: ReviewEvent): ShownReviewEvent {
  const { questions, line } = before;
  return {
    ...event,
    before: {
      ...(questions && { questions: eachOf(questions, (one) => (one === null ? null : shownBy(codebook, one))) }),
      ...(line === undefined ? {} : { line }),
    },
    ...(made && { made: eachOf(made, (one) => shownBy(codebook, one)) }),
    ...(found && { found: found.map((question) => shownBy(codebook, question)) }),
  };
}

const eachOf = <T, R>(all: Readonly<Record<string, T>>, change: (one: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(all).map(([id, one]) => [id, change(one)]));
