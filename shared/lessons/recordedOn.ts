import { z } from 'zod';

// Days before 1990 are a clock that was never set (1904, 1970, 1980), not a day of a lesson that is a file.
const sinceThen = /^(?:199|[2-9])/;
const rule = 'a day from 1990-01-01 to tomorrow';

/** Tomorrow (UTC) is a day of recording, since it has begun elsewhere. */
function hasBegun(day: string): boolean {
  return day <= new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}

/** A calendar day on which a lesson can have been recorded, as somebody says it now. */
export const recordedOnSchema = z.iso
  .date('write the day as YYYY-MM-DD')
  .regex(sinceThen, rule)
  .refine(hasBegun, rule)
  .meta({ format: 'date' });

/** The day on which a lesson was recorded: what a person says, else what the recording itself says. */
export function recordedOnOf(lesson: {
  readonly recordedOn?: string | undefined;
  readonly result?: { readonly recordedOn?: string | undefined } | undefined;
}): string | undefined {
  return lesson.recordedOn ?? lesson.result?.recordedOn;
}
