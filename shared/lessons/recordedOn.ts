import { z } from 'zod';

/** Dates before it are a clock that was never set (1904, 1970, 1980), not a day of a lesson that is a file. */
const earliest = '1990-01-01';

/** Whether a lesson can have been recorded on a day; tomorrow (UTC) is, since it has begun elsewhere. */
function isPlausible(day: string): boolean {
  return day >= earliest && day <= new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
}

/** A calendar day on which a lesson can have been recorded, as somebody says it now. */
export const recordedOnSchema = z.iso
  .date('write the day as YYYY-MM-DD')
  .refine(isPlausible, `a day from ${earliest} to tomorrow`);

/** The day on which a lesson was recorded: what a person says, else what the recording itself says. */
export function recordedOnOf(lesson: {
  readonly recordedOn?: string | undefined;
  readonly result?: { readonly recordedOn?: string | undefined } | undefined;
}): string | undefined {
  return lesson.recordedOn ?? lesson.result?.recordedOn;
}
