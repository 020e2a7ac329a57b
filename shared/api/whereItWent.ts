import { findLessonAnywhere, type StoredLesson } from '../results/lessons.ts';
import { readArrival, readDeparture } from '../storage/moves.ts';

// Each move of a lesson is a step on the way from its first address.
const mostSteps = 50;

/** The lesson that an old id leads to; 'moving' in the moment between its two places, null where it leads nowhere. */
export async function whereItWent(lessonId: string): Promise<StoredLesson | 'moving' | null> {
  let id = lessonId;
  for (let step = 0; step < mostSteps; step += 1) {
    const departure = await readDeparture(id);
    if (departure === null) return null;
    id = departure.to;
    const found = await findLessonAnywhere(id);
    if (found !== null) return found;
    if ((await readArrival(id))?.done === false) return 'moving';
  }
  return null;
}
