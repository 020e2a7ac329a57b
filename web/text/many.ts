import { formatClock, formatCount, plural } from './format.ts';

const lessons = (count: number) => plural(count, { one: '# lesson', other: '# lessons' });

/** Text of what is done with several lessons at once. */
export const manyText = {
  compact: 'Compact list',
  name: 'Chosen lessons',
  choose: (title: string) => `Choose ${title}`,
  all: 'All on this page',
  totals: ({ lessons: count, seconds, questions }: Readonly<Record<'lessons' | 'seconds' | 'questions', number>>) =>
    `${lessons(count)} chosen · ${formatClock(seconds)} · ${plural(questions, { one: '# question', other: '# questions' })}`,
  details: 'Details …',
  reanalysis: 'Analyse again …',
  deletion: 'Delete …',
  detailsOf: (count: number) => `Details of ${lessons(count)}`,
  emptyStays: 'What you leave empty stays as it is in each lesson.',
  asItIs: 'As it is',
  save: 'Save',
  tried: (done: number, all: number) => `${formatCount(done)} of ${formatCount(all)} …`,
  undone: (count: number) => `${lessons(count)} could not be changed:`,
  reanalysisOf: (count: number) => `Analyse ${lessons(count)} again?`,
  sound: (seconds: number) => `Together they are ${formatClock(seconds)} long; all of it is heard again.`,
  cost: (dollars: number) => `The last time they cost ${dollars.toFixed(2)} US dollars, as far as prices are known.`,
  noCost: 'The last time they cost nothing.',
  keeps: 'What people have reviewed stays.',
  deletionOf: (count: number) => `Delete ${lessons(count)}?`,
  deletionQuestion:
    'They are deleted for everybody: videos, sound, transcripts, all questions and what people have reviewed.',
  confirm: (count: number) => `Delete ${lessons(count)}`,
  deleted: (count: number) => `${lessons(count)} deleted`,
  receiptFile: 'askwell-deletion.txt',
} as const;
