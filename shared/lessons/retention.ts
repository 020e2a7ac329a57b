import type { Lesson } from './lesson.ts';

type Kept = Pick<Lesson, 'hold' | 'retainUntil' | 'uploadedAt'>;

/**
 * Which parts of a change let a lesson be deleted that was kept, or sooner than it was: a hold lifted, a day set where
 * there was none, moved forward, or cleared where the default comes before it.
 * @param days after which a lesson without a day is deleted
 */
export function endsSooner(before: Kept, after: Kept, days: number): ('hold' | 'retainUntil')[] {
  const lifted = before.hold === true && after.hold !== true;
  const sooner =
    after.retainUntil === undefined
      ? before.retainUntil !== undefined && defaultDay(before.uploadedAt, days) < before.retainUntil
      : before.retainUntil === undefined || after.retainUntil < before.retainUntil;
  return [...(lifted ? (['hold'] as const) : []), ...(sooner ? (['retainUntil'] as const) : [])];
}

function defaultDay(uploadedAt: string, days: number): string {
  return new Date(Date.parse(uploadedAt) + days * 86_400_000).toISOString().slice(0, 10);
}
