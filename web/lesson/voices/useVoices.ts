import { useEffect, useRef } from 'preact/hooks';
import type { SpeakersResponse } from '../../../shared/api/contract.ts';
import { readSpeakers } from '../../api/review.ts';
import type { Desk } from '../../model/desk.ts';
import type { ReviewDesk } from '../reviewDesk.ts';
import { type Loaded, useLoaded } from '../useLoaded.ts';

const kinds: readonly string[] = ['voices', 'spoken', 'voice-given', 'taught', 'cut', 'undone'];

/**
 * The voices of a lesson, read anew when something that was said of them is saved.
 * @param first as they were read together with the lesson
 * @param onSaved told then, too: transcript and figures follow
 */
export function useVoices(
  lessonId: string,
  desk: Desk,
  reviews: ReviewDesk,
  first: SpeakersResponse | undefined,
  onSaved: () => void,
): Loaded<SpeakersResponse> {
  const loaded = useLoaded(`voices ${lessonId}`, (signal) => readSpeakers(lessonId, signal), first);
  const { value } = loaded;
  useEffect(() => {
    if (value !== undefined) reviews.see(value);
  }, [value, reviews]);
  const waiting = desk.waiting.filter(({ change }) => kinds.includes(change.kind)).length;
  const before = useRef(0);
  useEffect(() => {
    if (waiting < before.current) {
      loaded.again();
      onSaved();
    }
    before.current = waiting;
  }, [waiting]);
  return loaded;
}
