/** What a methods section says of a study's coding. Figures of agreement are written with a dot. */
export const methods = {
  design:
    '{coders, plural, one {# person} other {# people}} coded {lessons, plural, one {# lesson} other {# lessons}}. {twice, plural, one {# lesson, drawn by the seed “{seed}”, was} other {# lessons, drawn by the seed “{seed}”, were}} coded by two people who did not see each other’s codes. {machine}',
  machine: {
    shown: 'They saw the machine’s codes.',
    hidden: 'They did not see the machine’s codes.',
  },
  noLesson: 'No lesson is coded by all who were to.',
  codebook: 'Subtypes are those of the codebook “{title}”.',
  codebooks: 'Subtypes are those of the codebooks {titles}; a key of two codebooks is two subtypes.',
  lessonsOf: '“{title}” ({lessons, plural, one {# lesson} other {# lessons}})',
  measures:
    'Codes are of the same question when they share at least half of the shorter one’s time. Kappa is Cohen’s (1960), without weights, its 95 % interval from the standard error of Fleiss, Cohen and Everitt (1969); alpha is Krippendorff’s (2011) for nominal codes. Intervals take questions for independent of each other, although some are of the same lesson.',
  pair: '{first} and {second}, {lessons, plural, one {# lesson} other {# lessons}} in common: {both, plural, one {# question} other {# questions}} of both, {onlyFirst, number} of {first} alone, {onlySecond, number} of {second} alone.',
  borders: 'Borders differed by {start} s at the start and {end} s at the end in the mean.',
  fields: { label: 'OEQ or CEQ', subtype: 'subtype', askedBy: 'who asked' },
  field: '{name}: {figures}',
  untold: 'not coded by both',
  agreement: '{percent} % agreement on {count, plural, one {# question} other {# questions}}, {kappa}',
  noKappa: 'kappa not defined',
  kappa: 'kappa {kappa}, 95 % interval {low} to {high}',
  alpha: 'All coders, {name}: alpha {alpha}, {count, plural, one {# question} other {# questions}}.',
  settled:
    '{settled, plural, one {# question was} other {# questions were}} settled in talk; {open, plural, one {# disagreement is} other {# disagreements are}} open.',
  undefined: 'not defined',
} as const;
