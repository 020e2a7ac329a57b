import { stringify } from 'csv-stringify/sync';
import type { CodedQuestion } from '../lessons/question.ts';
import { countingCode, type LessonExport } from './lessonExport.ts';

const columns: Record<string, (question: CodedQuestion) => string | number> = {
  start: ({ start }) => start,
  end: ({ end }) => end,
  label: (question) => countingCode(question).label,
  subtype: (question) => countingCode(question).subtype ?? '',
  waitTimeSeconds: ({ waitTimeSeconds }) => waitTimeSeconds ?? '',
  next: ({ next }) => next,
  text: ({ text }) => text,
  quoted: ({ quoted }) => (quoted ? 'yes' : 'no'),
  doubtful: ({ doubtful }) => (doubtful ? 'yes' : 'no'),
  origin: ({ origin }) => origin ?? 'machine',
  rejected: ({ rejected }) => (rejected ? 'yes' : 'no'),
  askedBy: ({ askedBy }) => askedBy ?? 'unknown',
  machineLabel: ({ label }) => label,
  machineSubtype: ({ subtype }) => subtype,
  machineConfidence: ({ confidence }) => confidence,
  reviewedLabel: ({ review }) => review?.label ?? '',
  reviewedSubtype: ({ review }) => review?.subtype ?? '',
  reviewedBy: ({ review }) => review?.by ?? '',
  reviewedAt: ({ review }) => review?.at ?? '',
  note: ({ review }) => review?.note ?? '',
  engine: ({ engine }) => engine,
  modelVersion: ({ modelVersion }) => modelVersion,
  id: ({ id }) => id,
};

/**
 * The questions as a spreadsheet reads them (RFC 4180, UTF-8 with a byte order mark). `label` and `subtype` are those
 * that count; the machine's and the reviewer's stand beside. A cell that a spreadsheet would run is made plain text.
 */
export function questionsCsv({ questions }: Pick<LessonExport, 'questions'>): string {
  return stringify(
    questions.map((question) => Object.values(columns).map((cell) => cell(question))),
    { header: true, columns: Object.keys(columns), escape_formulas: true, bom: true },
  );
}
