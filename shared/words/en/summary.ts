/** Text of a lesson's summary. */
export const summaryText = {
  title: 'Summary',
  none: 'No question was found in this lesson, so there is nothing to sum up.',
  definition: 'Definition',
  table: 'As a table',
  unknown: '–',
  reviewed: {
    none: 'These figures rest on Askwell’s own codes: nobody has reviewed them yet.',
    all: 'All questions behind these figures have been reviewed.',
    some: '{done, number} of {all, number} questions behind these figures have been reviewed.',
  },
  of: '{open, number} of {all, plural, one {# question} other {# questions}}',
  questions: '{count, plural, one {# question} other {# questions}}',
  known: '{count, plural, one {# known wait} other {# known waits}}, median {median}',
  noWaits: 'no known wait',
  ofKnown: '{count, plural, one {of # known wait} other {of # known waits}}',
  goTo: 'Go to {at}: {text}',
  after: {
    caption: 'Questions by who was heard next',
    who: 'Next',
    followers: {
      child: 'A child',
      educator: 'The educator',
      adult: 'Another adult',
      nobody: 'Nobody spoke',
      unheard: 'Somebody who was not understood',
      unknown: 'Somebody: not known who',
    },
  },
  herself: 'The educator went on herself: {share}',
  ofFollowed:
    '{count, plural, one {of # question of which that is known} other {of # questions of which that is known}}',
  answers: '{count, plural, one {after # answer} other {after # answers}}',
  childrenAsked:
    '{all, plural, one {Children asked # question} other {Children asked # questions}}: {open, number} open-ended.',
  talk: {
    caption: 'Talk by who speaks',
    proposed: 'Proposed from the voices: nobody has yet confirmed whose voice is whose.',
    who: 'Who',
    educator: 'The educator',
    children: 'Children',
    adults: 'Other adults',
    unknown: 'Somebody: not known who',
    nobody: 'Nobody',
    length: 'Time',
    share: 'Of the recording',
    turns: 'Turns',
    longest: 'The educator’s longest turn: {length, number, tenth} s.',
    running: '{running, number} of {all, plural, one {# turn} other {# turns}} of children followed a turn of a child.',
  },
  run: 'Go to it: {from} to {to}',
  noRun: 'No closed question was asked.',
  noSpeech: 'The voice was not measured in this lesson.',
  thirds: ['First third', 'Second third', 'Last third'],
  median: 'Median',
  threeSeconds: '3 seconds',
  chart: {
    waits:
      'Every wait as a dot, by its length in seconds. After open-ended questions: {open}. After closed-ended questions: {closed}. The line marks three seconds.',
    thirds: 'Share of open-ended questions in each third of the lesson: {parts}.',
    subtypes: 'Questions of each subtype: {parts}.',
    axisSeconds: 'Seconds of wait',
    axisShare: 'Open-ended',
    failed: 'The chart could not be drawn; the table has the same figures.',
  },
  tables: {
    waits: 'Waits by length',
    thirds: 'Open-ended questions by third of the lesson',
    subtypes: 'Questions by subtype',
    subtype: 'Subtype',
    code: 'Code',
    length: 'Wait',
    under: 'under {to, number, upToTenth} s',
    between: '{from, number, upToTenth} to under {to, number, upToTenth} s',
    over: '{from, number, upToTenth} s or more',
    unknown: 'Unknown',
    third: 'Third',
    open: 'Open-ended',
    closed: 'Closed-ended',
    all: 'Questions',
    share: 'Share',
  },
} as const;

export const meanings = {
  openShare: {
    title: 'Open-ended questions',
    meaning: 'How much of the asking invites children to explain, describe, predict or imagine.',
    definition:
      'Open-ended questions divided by all questions. A person’s review of a question counts in place of Askwell’s code. Siraj-Blatchford and Manni (2008) found about one question in twenty to be open in the settings that they studied.',
  },
  perMinute: {
    title: 'Questions per minute',
    meaning: 'How densely questions follow each other: many leave little time to think.',
    definition: 'Questions divided by the minutes of the recording.',
  },
  waits: {
    title: 'Wait time',
    meaning: 'How long there was time to think before anybody spoke again.',
    definition:
      'The seconds from the end of a question to the next speech, by whoever: a child’s answer, another child, or the educator going on. A silence counts as at most 30 seconds. Rowe found waits of about one second to be usual, and longer answers, from more children, where teachers waited three seconds or longer.',
  },
  waitedLong: {
    title: 'Waited three seconds',
    meaning: 'How often there was as much time after an open-ended question as research finds helpful.',
    definition:
      'Questions with a known wait of 3 seconds or more, divided by questions with a known wait. Closed-ended questions need less: read it for open-ended ones first.',
  },
  after: {
    title: 'What came after',
    meaning: 'Whether the time after a question was filled by a child, by the educator, or by nobody.',
    definition:
      'Of the questions with a known wait. “Nobody” is silence until the recording ended, or for 30 seconds. Who spoke is known where the next thing said is a question of which a person said who asked it (B on the review page); else it is what Askwell proposes from the voices, and where it proposes nobody it is not known.',
  },
  longest: {
    title: 'The longest waits',
    meaning: 'Good places to look at together: what did the children do with the time?',
    definition:
      'The five questions after which it took longest until anybody spoke. A silence counts as at most 30 seconds.',
  },
  subtypes: {
    title: 'Kinds of questions',
    meaning: 'What the questions invite: an explanation, a prediction, a yes, a name.',
    definition:
      'Questions by the subtypes of the codebook, open-ended ones first. A person’s review counts in place of Askwell’s code; one that gives no subtype is in none.',
  },
  thirds: {
    title: 'Through the lesson',
    meaning: 'Whether open-ended asking grows, fades or comes at one time.',
    definition:
      'The share of open-ended questions among those that begin in the first, second and last third of the recording.',
  },
  closedRun: {
    title: 'Longest closed run',
    meaning: 'The longest stretch in which nothing open-ended was asked: a good place to look at together.',
    definition: 'The most closed-ended questions in a row, by time, without an open-ended one between.',
  },
  answered: {
    title: 'A child spoke next',
    meaning:
      'How often the silence after a question was left to a child, and how often the educator filled it herself.',
    definition:
      'Of the questions of which it is known who spoke next (or that nobody did): the share after which a child did, and the share after which the educator did, with an answer or another question. Proposed from the voices until a person confirms them.',
  },
  afterAnswer: {
    title: 'Wait after an answer',
    meaning: 'How long a child’s answer was left to stand before an adult spoke: Rowe’s second wait time.',
    definition:
      'The median of the seconds from the end of what children say after a question until an educator or another adult speaks; 0 where they speak at once, at most 30. Not known where a voice comes between of which nobody knows whose it is.',
  },
  talk: {
    title: 'Who talks',
    meaning: 'How the talk is shared between the educator and the children.',
    definition:
      'Seconds in which each speaks, and their share of the recording; two at once are counted for both. A turn is what one voice says until another speaks or it is silent for two seconds. Whose voice is whose is proposed until a person confirms it.',
  },
  children: {
    title: 'What children asked',
    meaning: 'Children who ask are curious and feel free to: a good sign.',
    definition:
      'The questions that a child asked, as proposed from the voices or as a person says. They count in no figure of the educator’s questions.',
  },
  speechShare: {
    title: 'Talk',
    meaning: 'How much of the lesson is filled with anybody’s talk; the rest is quiet or play.',
    definition:
      'Seconds in which anybody speaks, divided by the seconds of the recording. Unknown where voice was not measured.',
  },
} as const;
