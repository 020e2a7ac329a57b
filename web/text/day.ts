import { formatDate, formatDay } from './format.ts';

/** Text of the day of a lesson. */
export const dayText = {
  recorded: (day: string) => `Recorded ${formatDay(day)}`,
  uploaded: (iso: string) => `Uploaded ${formatDate(iso)}`,
  label: 'Recorded on',
  hint: 'Empty: the day of the upload.',
  fileHint: (day: string) => `Empty: ${formatDay(day)}, as the recording itself says.`,
  manyHint: 'For all of these. Empty: the day that each recording itself says, else that of the upload.',
} as const;
