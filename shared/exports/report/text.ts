/** Every word of the report, in one place. */
export const text = {
  product: 'Askwell',
  kind: 'Questions and wait time in one lesson',
  educator: 'Educator',
  site: 'Site',
  recorded: 'Recorded',
  uploaded: 'Uploaded',
  length: 'Length',
  none: '–',
  reviewed: (reviewed: number, all: number) =>
    reviewed === 0
      ? 'Codes by the machine; no person has reviewed them yet'
      : reviewed === all
        ? 'Every code reviewed by a person'
        : `${reviewed} of ${all} codes reviewed by a person, the others by the machine`,
  noQuestions: 'No question was found in this lesson.',
  figures: {
    openShare: ['OEQ share', 'of the questions invite children to explain, describe, predict or imagine.'],
    perMinute: ['Questions per minute', 'were asked, over the whole recording.'],
    waitOpen: ['Wait after OEQ', 'median: half of the waits after open questions were longer.'],
    waitClosed: ['Wait after CEQ', 'median: half of the waits after closed questions were longer.'],
    threeSeconds: ['Waited 3 s or more', 'of the known waits. From 3 s on, more children say more (Rowe, 1974).'],
    closedRun: ['Longest run of CEQ', 'closed questions in a row, without an open one between.'],
    childAnswered: ['A child spoke next', 'of the questions of which it is known who spoke next.'],
    selfAnswered: ['Educator went on herself', 'of the same: she answered, or asked something else.'],
    waitAfterAnswer: ['Wait after an answer', 'median, from a child’s answer until an adult speaks.'],
  },
  talk: {
    title: 'Who talks',
    proposed: 'proposed from the voices',
    shares: (educator: string, children: string, nobody: string) =>
      `Educator ${educator} of the recording, children ${children}, nobody ${nobody}.`,
    turns: (turns: number, longest: string, children: number, running: number) =>
      `Educator’s turns: ${turns}, the longest ${longest} min. Children’s turns: ${children}, ${running} of them after a child’s.`,
    childrenAsked: (all: number, open: number) =>
      `Children asked ${all === 1 ? '1 question' : `${all} questions`}: ${open} open.`,
  },
  childrensQuestions: 'What children asked',
  balance: {
    title: 'Open and closed over the lesson',
    rows: ['Whole lesson', 'First third', 'Second third', 'Last third'],
    part: 'Part',
    open: 'OEQ',
    closed: 'CEQ',
    share: 'OEQ share',
    row: (name: string, open: number, closed: number) => `${name}: ${open} OEQ, ${closed} CEQ`,
  },
  waits: {
    title: 'Wait time after the questions',
    bins: ['< 1 s', '1–2 s', '2–3 s', '3–5 s', '5–10 s', '≥ 10 s'],
    code: 'After',
    unknown: 'not known',
    row: (code: string, counts: readonly string[]) => `After ${code}: ${counts.join(', ')}`,
    bin: (bin: string, count: number) => `${bin}: ${count}`,
  },
  notes: 'Notes',
  longest: { title: 'The longest waits', empty: 'No wait is known.' },
  open: {
    title: 'Open questions to look at again',
    note: 'One of each kind first, the surest codes before the rest.',
    empty: 'There is no open question.',
  },
  wait: (seconds: string) => `${seconds} s`,
  definitions: [
    [
      'OEQ, open-ended:',
      'invites more than one word or a choice; the child explains, describes, predicts, imagines, tells.',
    ],
    [
      'CEQ, closed-ended:',
      'is answered by yes or no, a choice that it names, one word or name, a number, a known fact; or wants no real answer.',
    ],
    ['Wait time:', 'seconds from the end of a question to the next speech, by whoever; counted up to 30 s.'],
    ['Codes:', "a person's review counts in place of the machine's code."],
  ],
  subtypes: 'Subtypes:',
  codebook: (title: string, earlier: readonly string[]) =>
    `as the codebook “${title}” defines them.${
      earlier.length === 0 ? '' : ` Of an earlier codebook, as it was written: ${earlier.join(', ')}.`
    }`,
} as const;
