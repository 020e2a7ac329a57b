/** The subtypes of Askwell's own codebook, and what is said of whichever codebook holds. */
export const subtypes = {
  names: {
    explain: 'Explain',
    describe: 'Describe',
    predict: 'Predict',
    ideas: 'Ideas',
    prompt: 'Prompt',
    'yes-no': 'Yes or no',
    choice: 'Choice',
    'specific-answer': 'Specific answer',
    'fill-in': 'Fill in',
    tag: 'Tag',
    repair: 'Repair',
    request: 'Request',
  },
  earlier: '{key} (of an earlier codebook)',
  unmapped: 'no subtype in this codebook',
  by: 'By the codebook “{title}”.',
  without: '{count, plural, =0 {} one {# question has no subtype.} other {# questions have no subtype.}}',
} as const;
