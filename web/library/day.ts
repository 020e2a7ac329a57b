import type { LessonResponse } from '../api/lessons.ts';
import { dayText } from '../text/day.ts';
import { formatDate, formatDay } from '../text/format.ts';

type Dated = Pick<LessonResponse, 'recordedOn' | 'uploadedAt'> & {
  readonly result?: { readonly recordedOn?: string | undefined } | undefined;
};

/** The day on which a lesson was recorded: what a person says, else what the recording itself says. */
export const recordedOnOf = ({ recordedOn, result }: Omit<Dated, 'uploadedAt'>) => recordedOn ?? result?.recordedOn;

/** The day of a lesson, and whether it is that of the recording or of the upload, in words. */
export function dayInWords(lesson: Dated): string {
  const day = recordedOnOf(lesson);
  return day === undefined
    ? dayText.uploaded({ day: formatDate(lesson.uploadedAt) })
    : dayText.recorded({ day: formatDay(day) });
}

/** The day of a lesson alone, where there is no room to say of what. */
export const shortDay = ({ recordedOn, uploadedAt }: { recordedOn: string | undefined; uploadedAt: string }): string =>
  recordedOn === undefined ? formatDate(uploadedAt) : formatDay(recordedOn);
