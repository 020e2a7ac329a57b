import { askedBySchema, nextBySchema } from '../lessons/question.ts';
import { type Columns, csvRows } from './column.ts';
import { countingCode, type FollowedQuestion, type LessonExport } from './lessonExport.ts';

const labels = ['OEQ', 'CEQ'] as const;
const yesNo = (yes: boolean | undefined) => (yes ? 'yes' : 'no');

/** What a table says of a question. */
export const questionColumns: Columns<FollowedQuestion> = {
  start: { type: 'number', unit: 's', cell: ({ start }) => start },
  end: { type: 'number', unit: 's', cell: ({ end }) => end },
  label: {
    type: 'category',
    values: labels,
    cell: (question) => countingCode(question).label,
  },
  subtype: {
    type: 'category',
    cell: (question) => countingCode(question).subtype ?? '',
  },
  waitTimeSeconds: {
    type: 'number',
    unit: 's',
    cell: ({ waitTimeSeconds }) => waitTimeSeconds ?? '',
  },
  next: {
    type: 'category',
    values: ['speech', 'unheard', 'silence', 'end'],
    cell: ({ next }) => next,
  },
  text: { type: 'text', cell: ({ text }) => text },
  language: { type: 'text', cell: ({ language }) => language ?? 'en' },
  quoted: { type: 'yes/no', cell: ({ quoted }) => yesNo(quoted) },
  doubtful: {
    type: 'yes/no',
    cell: ({ doubtful }) => yesNo(doubtful),
  },
  origin: {
    type: 'category',
    values: ['machine', 'person'],
    cell: ({ origin }) => origin ?? 'machine',
  },
  rejected: {
    type: 'yes/no',
    cell: ({ rejected }) => yesNo(rejected),
  },
  askedBy: {
    type: 'category',
    values: askedBySchema.options,
    cell: ({ askedBy }) => askedBy ?? 'unknown',
  },
  askedByFrom: {
    type: 'category',
    values: ['machine', 'roles', 'person'],
    cell: ({ askedByFrom }) => askedByFrom ?? '',
  },
  voice: {
    type: 'text',
    cell: ({ voice }) => voice ?? '',
  },
  nextBy: {
    type: 'category',
    values: nextBySchema.options,
    cell: ({ nextBy }) => nextBy ?? '',
  },
  nextTurn: { type: 'text', cell: ({ nextTurn }) => nextTurn ?? '' },
  waitAfterAnswerSeconds: {
    type: 'number',
    unit: 's',
    cell: ({ waitAfterAnswerSeconds }) => waitAfterAnswerSeconds ?? '',
  },
  machineLabel: { type: 'category', values: labels, cell: ({ label }) => label },
  machineSubtype: {
    type: 'category',
    cell: ({ subtype }) => subtype ?? '',
  },
  machineConfidence: {
    type: 'number',
    cell: ({ confidence }) => confidence,
  },
  reviewedLabel: {
    type: 'category',
    values: labels,
    cell: ({ review }) => review?.label ?? '',
  },
  reviewedSubtype: {
    type: 'category',
    cell: ({ review }) => review?.subtype ?? '',
  },
  reviewedBy: { type: 'text', cell: ({ review }) => review?.by ?? '' },
  reviewedAt: { type: 'time', unit: 'UTC', cell: ({ review }) => review?.at ?? '' },
  note: { type: 'text', cell: ({ review }) => review?.note ?? '' },
  engine: { type: 'text', cell: ({ engine }) => engine },
  modelVersion: { type: 'text', cell: ({ modelVersion }) => modelVersion },
  id: { type: 'text', cell: ({ id }) => id },
};

/**
 * The questions as a spreadsheet reads them (RFC 4180, UTF-8 with a byte order mark). `label` and `subtype` are those
 * that count; the machine's and the reviewer's stand beside. A cell that a spreadsheet would run is made plain text.
 */
export function questionsCsv({ questions }: Pick<LessonExport, 'questions'>): string {
  return csvRows(questionColumns, questions, true);
}
