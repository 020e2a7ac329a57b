import { TransientError } from '../errors.ts';
import type { ReviewEvent } from '../lessons/reviewEvent.ts';
import type { Place } from './questions.ts';
import { appendEvent, readReviewing } from './reviewing.ts';

/**
 * Writes events that the database has lost, each under its own number, or the next free one where somebody has said
 * something since.
 * @returns how many were missing
 * @throws TransientError when others took one number after the other
 */
export async function restoreEvents(place: Place, revision: string, kept: readonly ReviewEvent[]): Promise<number> {
  if (kept.length === 0) return 0;
  const { events } = await readReviewing(place, revision);
  const known = new Set(events.map(({ id }) => id));
  const missing = kept.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.sequence - b.sequence);
  let next = Math.max(0, ...events.map(({ sequence }) => sequence), ...kept.map(({ sequence }) => sequence)) + 1;
  for (const event of missing) {
    if (await appendEvent(place, revision, event)) continue;
    for (let tries = 0; !(await appendEvent(place, revision, { ...event, sequence: next })); tries += 1) {
      if (tries >= 12) throw new TransientError('database-unavailable', 'Others reviewed the lesson again and again.');
      next += 1;
    }
    next += 1;
  }
  return missing.length;
}
