import { table } from '../train/scoring/tables.ts';
import type { Invented } from './inventions.ts';
import type { Measured } from './measure.ts';

const of = (part: number, whole: number) => `${part}/${whole}`;
const seconds = (value: number | null) => (value === null ? '–' : value.toFixed(2));
const percent = (value: number | null) => (value === null ? '–' : `${Math.round(100 * value)} %`);

/** Rooms with the truth's words: what the app's own gates keep, and how right waits are. */
export function gatesTable(rooms: readonly (readonly [name: string, measured: Measured])[]): string {
  return table(
    ['room', 'educator kept', 'children kept', 'questions', 'wait error', '90th percentile', 'error of waits >= 3 s'],
    rooms.map(([name, one]) => [
      name,
      of(one.educatorKept, one.educatorTurns),
      of(one.childKept, one.childTurns),
      of(one.found, one.questions),
      seconds(one.waitErrorMedian),
      seconds(one.waitErrorNinth),
      percent(one.waitedShareError),
    ]),
  );
}

/** Rooms through the whole pipeline. */
export function pipelineTable(rooms: readonly (readonly [name: string, measured: Measured])[]): string {
  return table(
    [
      'room',
      'educator heard',
      'kept',
      'children heard',
      'kept',
      'word errors',
      'right words doubted',
      'questions found',
      'doubtful',
      'lost',
      'invented',
      'labels right',
      'wait error',
      '90th percentile',
      'error of open share',
      'of waits >= 3 s',
    ],
    rooms.map(([name, one]) => [
      name,
      of(one.educatorHeard, one.educatorTurns),
      of(one.educatorKept, one.educatorHeard),
      of(one.childHeard, one.childTurns),
      of(one.childKept, one.childHeard),
      percent(one.wordErrorRate),
      String(one.wordsDoubted),
      of(one.found, one.questions),
      String(one.foundDoubtful),
      String(one.lost),
      String(one.invented),
      of(one.labelsRight, one.found),
      seconds(one.waitErrorMedian),
      seconds(one.waitErrorNinth),
      percent(one.openShareError),
      percent(one.waitedShareError),
    ]),
  );
}

/** What is invented in sound without English words. */
export function inventionsTable(kinds: readonly (readonly [name: string, invented: Invented])[]): string {
  return table(
    ['sound', 'minutes', 'sentences', 'questions', 'sure ones', 'doubtful questions'],
    kinds.map(([name, one]) => [
      name,
      one.minutes.toFixed(1),
      String(one.sentences),
      String(one.questions),
      String(one.sureQuestions),
      String(one.doubtfulQuestions),
    ]),
  );
}
