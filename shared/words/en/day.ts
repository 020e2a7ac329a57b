/** Text of the day of a lesson. */
export const dayText = {
  recorded: 'Recorded {day}',
  uploaded: 'Uploaded {day}',
  label: 'Recorded on',
  hint: 'Empty: the day of the upload.',
  fileHint: 'Empty: {day}, as the recording itself says.',
  manyHint: 'For all of these. Empty: the day that each recording itself says, else that of the upload.',
} as const;
