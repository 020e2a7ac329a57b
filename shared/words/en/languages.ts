/** Text of the figures by language. */
export const languagesText = {
  title: 'By language',
  caption: 'Questions and talk of each language',
  meaning: 'What was asked and said in each language of the lesson.',
  definitionOf: 'Definition',
  definition:
    'A question counts in the language in which it begins. Talk is the time in which a voice of an educator, or of a child, speaks while something is said in that language, as a share of what they say in any language; it is known where voices were told apart. Another language is time alone: its words are not written down.',
  language: 'Language',
  other: 'Another language',
  questions: 'Questions',
  openShare: 'OEQ share',
  waitOpen: 'Median wait after OEQ',
  waitClosed: 'Median wait after CEQ',
  educator: 'Educator’s talk',
  children: 'Children’s talk',
  asked: 'Questions in {language}',
  open: 'OEQ share in {language}',
  unknown: '–',
} as const;
