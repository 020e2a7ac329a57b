import type { LessonResponse } from '../api/lessons.ts';
import { createStore } from '../parts/store.ts';

/** A video that is in storage, and whose lesson the list does not show yet. */
interface Arrival {
  readonly lessonId: string;
  readonly writtenAt: number;
  readonly until: number;
}

export const arrivals = createStore<readonly Arrival[]>([]);

// An event takes a second or two to become a lesson; a filter may hide it for ever.
const patience = 60_000;

export function expectLesson(lessonId: string, writtenAt: number): void {
  arrivals.set([...arrivals.get(), { lessonId, writtenAt, until: Date.now() + patience }]);
}

/** Takes off what the list shows now, and what it has been waited for long enough. */
export function noteArrived(lessons: readonly LessonResponse[], now = Date.now()): void {
  const left = arrivals
    .get()
    .filter(
      ({ lessonId, writtenAt, until }) =>
        now < until && !lessons.some(({ id, uploadedAt }) => id === lessonId && Date.parse(uploadedAt) >= writtenAt),
    );
  if (left.length !== arrivals.get().length) arrivals.set(left);
}
