/** Text of the figures by language. */
export const languagesText = {
  title: 'By language',
  caption: 'Questions and talk of each language',
  meaning: 'What was asked and said in each language of the lesson.',
  definitionOf: 'Definition',
  definition:
    'A question counts in the language in which it begins. Spoken is the time in which something is said in that language, by whoever, as a share of what is said in any language. Talk is the same of the voices of educators, or of children; it is known where voices were told apart. Another language is time alone: its words are not written down.',
  language: 'Language',
  other: 'Another language',
  questions: 'Questions',
  openShare: 'OEQ share',
  waitOpen: 'Median wait after OEQ',
  waitClosed: 'Median wait after CEQ',
  spoken: 'Spoken',
  educator: 'Educator’s talk',
  children: 'Children’s talk',
  course: {
    caption: 'Questions and talk of each lesson by language',
    meaning: 'What was asked and said in each language, lesson by lesson.',
    lesson: 'Lesson',
    date: 'Date',
  },
  unknown: '–',
} as const;
