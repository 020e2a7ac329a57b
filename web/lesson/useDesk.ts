import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { pause } from '../api/pause.ts';
import { online } from '../api/request.ts';
import { readQuestions, readSpeakers, sendEvent } from '../api/review.ts';
import type { Question } from '../model/code.ts';
import { type Desk, pendingOf, type Undoable, type Waiting } from '../model/desk.ts';
import { newId } from '../model/newId.ts';
import { keepWaiting } from './onDevice.ts';
import { presentPerson } from './person.ts';
import { openReviewDesk, type ReviewDesk } from './reviewDesk.ts';

interface OnDesk {
  readonly desk: Desk;
  readonly reviews: ReviewDesk;
  /** The device keeps nothing: what waits is lost with the page. */
  readonly fleeting: boolean;
}

/**
 * The desk of a lesson's questions; renders again with each change of it.
 * @param waiting what the device has kept of an earlier visit
 * @param done what can still be taken back of earlier visits
 */
export function useDesk(
  lessonId: string,
  questions: readonly Question[],
  waiting: readonly Waiting[],
  done: readonly Undoable[],
): OnDesk {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const [fleeting, setFleeting] = useState(false);
  const reviews = useMemo(
    () =>
      openReviewDesk(
        questions,
        {
          send: (one) => sendEvent(lessonId, one),
          readVoices: () => readSpeakers(lessonId),
          read: async () => (await readQuestions(lessonId, 'shown')).questions,
          keep: (before, after) => {
            keepWaiting(presentPerson(), lessonId, before, after).catch(() => setFleeting(true));
          },
          online: () => online(),
          pause: (milliseconds) => pause(milliseconds),
          now: () => new Date().toISOString(),
          newId,
        },
        waiting,
        done,
      ),
    [lessonId, questions],
  );
  useEffect(() => {
    const stop = reviews.subscribe(() => render(undefined));
    render(undefined);
    // What the device does not keep would be lost with the page.
    const warn = (event: BeforeUnloadEvent) => {
      const { unsent, failed, conflicts } = pendingOf(reviews.get());
      if (fleeting && unsent + failed + conflicts.length > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      stop();
      window.removeEventListener('beforeunload', warn);
    };
  }, [reviews, fleeting]);
  useEffect(() => () => reviews.close(), [reviews]);
  return { desk: reviews.get(), reviews, fleeting };
}
