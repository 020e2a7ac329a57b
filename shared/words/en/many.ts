/** Text of what is done with several lessons at once. */
export const manyText = {
  compact: 'Compact list',
  name: 'Chosen lessons',
  choose: 'Choose {title}',
  all: 'All on this page',
  totals:
    '{lessons, plural, one {# lesson} other {# lessons}} chosen · {length} · {questions, plural, one {# question} other {# questions}}',
  details: 'Details …',
  reanalysis: 'Analyse again …',
  deletion: 'Delete …',
  detailsOf: 'Details of {count, plural, one {# lesson} other {# lessons}}',
  emptyStays: 'What you leave empty stays as it is in each lesson.',
  asItIs: 'As it is',
  save: 'Save',
  tried: '{done, number} of {all, number} …',
  undone: '{count, plural, one {# lesson} other {# lessons}} could not be changed:',
  moving: 'Move …',
  moveOf: 'Move {count, plural, one {# lesson} other {# lessons}} to another site',
  moveTakes:
    'Everything goes along: videos, transcripts, questions, what people have corrected, details and studies. Nothing is analysed again. Who may see a lesson is then decided by its new site.',
  moveTo: 'To the site',
  moveHint: 'One that there is, or a new one',
  move: 'Move',
  notMoved: 'It could not be moved, and stays where it was.',
  deletionOf: 'Delete {count, plural, one {# lesson} other {# lessons}}?',
  deletionQuestion:
    'They are deleted for everybody: videos, sound, transcripts, all questions and what people have reviewed.',
  confirm: 'Delete {count, plural, one {# lesson} other {# lessons}}',
  deleted: '{count, plural, one {# lesson} other {# lessons}} deleted',
  receiptFile: 'askwell-deletion.txt',
} as const;
