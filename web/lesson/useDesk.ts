import { useEffect, useMemo, useReducer } from 'preact/hooks';
import { pause } from '../api/pause.ts';
import { online } from '../api/request.ts';
import { readQuestions, removeReview, saveReview } from '../api/review.ts';
import type { Question } from '../model/code.ts';
import { type Desk, pendingOf } from '../model/desk.ts';
import { openReviewDesk, type ReviewDesk } from './reviewDesk.ts';

/** The desk of a lesson's questions; renders again with each change of it. */
export function useDesk(lessonId: string, questions: readonly Question[]): { desk: Desk; reviews: ReviewDesk } {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const reviews = useMemo(
    () =>
      openReviewDesk(questions, {
        save: (id, wanted, by, etag) => saveReview(lessonId, id, wanted, by, etag),
        remove: (id, _, etag) => removeReview(lessonId, id, etag),
        read: async () => (await readQuestions(lessonId, 'shown')).questions,
        online: () => online(),
        pause: (milliseconds) => pause(milliseconds),
        now: () => new Date().toISOString(),
      }),
    [lessonId, questions],
  );
  useEffect(() => {
    const stop = reviews.subscribe(() => render(undefined));
    // What is not kept yet would be lost with the page.
    const warn = (event: BeforeUnloadEvent) => {
      const { unsent, failed, conflicts } = pendingOf(reviews.get());
      if (unsent + failed + conflicts.length > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      stop();
      window.removeEventListener('beforeunload', warn);
    };
  }, [reviews]);
  return { desk: reviews.get(), reviews };
}
