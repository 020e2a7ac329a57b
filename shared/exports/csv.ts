import { askedBySchema, nextBySchema } from '../lessons/question.ts';
import { type Columns, csvRows } from './column.ts';
import { countingCode, type FollowedQuestion, type LessonExport } from './lessonExport.ts';

const labels = ['OEQ', 'CEQ'] as const;
const yesNo = (yes: boolean | undefined) => (yes ? 'yes' : 'no');

/** What a table says of a question. */
export const questionColumns: Columns<FollowedQuestion> = {
  start: { type: 'number', unit: 's', says: "where it begins, from the video's start", cell: ({ start }) => start },
  end: { type: 'number', unit: 's', says: 'where it ends', cell: ({ end }) => end },
  label: {
    type: 'category',
    values: labels,
    says: "the code that counts: a person's where there is one, else the machine's",
    cell: (question) => countingCode(question).label,
  },
  subtype: {
    type: 'category',
    says: "the subtype that counts, a key of the site's codebook; empty where a person gave another label and no subtype, or the codebook has none",
    cell: (question) => countingCode(question).subtype ?? '',
  },
  waitTimeSeconds: {
    type: 'number',
    unit: 's',
    says: 'from its end to the next speech, by whoever; empty where nobody can tell',
    cell: ({ waitTimeSeconds }) => waitTimeSeconds ?? '',
  },
  next: {
    type: 'category',
    values: ['speech', 'unheard', 'silence', 'end'],
    says: 'what ended the wait',
    cell: ({ next }) => next,
  },
  text: { type: 'text', says: 'its words', cell: ({ text }) => text },
  language: { type: 'text', says: 'in which it was asked, ISO 639-1', cell: ({ language }) => language ?? 'en' },
  quoted: { type: 'yes/no', says: 'read aloud or quoted', cell: ({ quoted }) => yesNo(quoted) },
  doubtful: {
    type: 'yes/no',
    says: 'hard to hear, or perhaps an answer: it counts in no figure before a person has confirmed it',
    cell: ({ doubtful }) => yesNo(doubtful),
  },
  origin: {
    type: 'category',
    values: ['machine', 'person'],
    says: 'who says that it is a question',
    cell: ({ origin }) => origin ?? 'machine',
  },
  rejected: {
    type: 'yes/no',
    says: 'a person says that it is no question: it counts in no figure',
    cell: ({ rejected }) => yesNo(rejected),
  },
  askedBy: {
    type: 'category',
    values: askedBySchema.options,
    says: 'who asked; what a child or another adult asked counts in no figure',
    cell: ({ askedBy }) => askedBy ?? 'unknown',
  },
  askedByFrom: {
    type: 'category',
    values: ['machine', 'roles', 'person'],
    says: 'who says so: the machine proposes it, a person said whose voice it is, or a person said it of this question; empty where nobody does',
    cell: ({ askedByFrom }) => askedByFrom ?? '',
  },
  voice: {
    type: 'text',
    says: 'the voice that asked, by the name that it has in speakers.rttm and the tiers; empty where nobody can tell',
    cell: ({ voice }) => voice ?? '',
  },
  nextBy: {
    type: 'category',
    values: nextBySchema.options,
    says: 'who spoke next; empty where nobody did, or it is not known',
    cell: ({ nextBy }) => nextBy ?? '',
  },
  nextTurn: { type: 'text', says: 'what was said next, up to 200 characters', cell: ({ nextTurn }) => nextTurn ?? '' },
  waitAfterAnswerSeconds: {
    type: 'number',
    unit: 's',
    says: "wait time 2: where a child spoke next, from the end of the children's answer until an adult speaks; else empty",
    cell: ({ waitAfterAnswerSeconds }) => waitAfterAnswerSeconds ?? '',
  },
  machineLabel: { type: 'category', values: labels, says: "the machine's code", cell: ({ label }) => label },
  machineSubtype: {
    type: 'category',
    says: "the machine's subtype, as a key of the site's codebook; empty where that has none for it",
    cell: ({ subtype }) => subtype ?? '',
  },
  machineConfidence: {
    type: 'number',
    says: "the probability, from 0.5 to 1, that the machine's label is right",
    cell: ({ confidence }) => confidence,
  },
  reviewedLabel: {
    type: 'category',
    values: labels,
    says: "a person's code; empty where nobody gave one",
    cell: ({ review }) => review?.label ?? '',
  },
  reviewedSubtype: {
    type: 'category',
    says: "a person's subtype, a key of the codebook that the site had then",
    cell: ({ review }) => review?.subtype ?? '',
  },
  reviewedBy: { type: 'text', says: 'who reviewed it', cell: ({ review }) => review?.by ?? '' },
  reviewedAt: { type: 'time', unit: 'UTC', says: 'when', cell: ({ review }) => review?.at ?? '' },
  note: { type: 'text', says: "the reviewer's note", cell: ({ review }) => review?.note ?? '' },
  engine: { type: 'text', says: 'what coded it', cell: ({ engine }) => engine },
  modelVersion: { type: 'text', says: 'and in which version', cell: ({ modelVersion }) => modelVersion },
  id: { type: 'text', says: "the question's id, unique in its lesson", cell: ({ id }) => id },
};

/**
 * The questions as a spreadsheet reads them (RFC 4180, UTF-8 with a byte order mark). `label` and `subtype` are those
 * that count; the machine's and the reviewer's stand beside. A cell that a spreadsheet would run is made plain text.
 */
export function questionsCsv({ questions }: Pick<LessonExport, 'questions'>): string {
  return csvRows(questionColumns, questions, true);
}
