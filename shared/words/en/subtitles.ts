/** What stands in subtitles that nobody said. */
export const subtitles = {
  mark: '[{code}]',
  waited: '[{code}, wait {seconds, number, tenth} s]',
  other: '[another language, probably {language}]',
  otherUnknown: '[another language]',
  unclear: '[unclear]',
  removed: '[removed]',
} as const;
