import { codeQuestions } from '../../shared/questions/code.ts';
import { findQuestions } from '../../shared/questions/find.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import { waitTimes } from '../../shared/questions/waitTime.ts';
import { whoAsked } from '../../shared/speakers/whoAsked.ts';
import type { KnownLesson } from '../rooms/lesson.ts';
import { matched } from '../rooms/measure.ts';
import { type Ears, hear } from '../rooms/pipeline.ts';
import { nameOf, type Room, soundIn } from '../rooms/rooms.ts';
import { table, three } from '../train/scoring/tables.ts';
import { allBy, type Believed, type MeasuredSpeakers, measureSpeakers } from './measureSpeakers.ts';

/** The rooms of the reach: quiet as made, then noise, in which children are 12 dB quieter than the educator. */
export const rooms: readonly Room[] = [
  { noise: null, decibels: 0, quieter: 0 },
  ...(['steady', 'babble'] as const).flatMap((noise) => [15, 10].map((decibels) => ({ noise, decibels, quieter: 12 }))),
];

/** What the app believes of who speaks in a lesson that sounds in a room. */
export async function believed(lesson: KnownLesson, room: Room, ears: Required<Ears>): Promise<Believed> {
  const { transcript } = await hear(soundIn(room, lesson), ears);
  const coded = await codeQuestions(findQuestions(transcript), localEngine());
  const waits = waitTimes(coded, transcript);
  const waited = coded.map((question, at) => ({
    ...question,
    ...(waits[at] ?? { waitTimeSeconds: null, next: 'end' as const }),
  }));
  const { asked, voices } = whoAsked(waited, transcript);
  const pairs = matched(lesson.truth.questions, waited).map(([question, found]) => {
    const { askedBy, nextBy } = asked[waited.indexOf(found)] ?? {};
    return [question, askedBy, nextBy] as const;
  });
  return { transcript, voices, asked: pairs };
}

/** A lesson in a room, and, where it is quiet, what a constant answer would be worth there. */
export function rowsOf(name: string, lesson: KnownLesson, room: Room, found: Believed): string[][] {
  const rows = [row([name, nameOf(room)], measureSpeakers(lesson.truth, found))];
  if (room.noise !== null) return rows;
  for (const role of ['educator', 'child'] as const)
    rows.push(row([name, `always "${role}"`], measureSpeakers(lesson.truth, allBy(role, found))));
  return rows;
}

const head = [
  'lesson',
  'room',
  'error',
  'missed',
  'made up',
  'confused',
  'educator or child, F1',
  'of turns of each',
  'adult right',
  'questions found',
  'askedBy right',
  'nextBy right',
  'not told',
  'talk share error: educator',
  'others',
];

function row(names: readonly string[], measured: MeasuredSpeakers): string[] {
  const { error, f1, recognised, adultTurns, adultRight, questions, found, askedRight, nextRight } = measured;
  const share = (seconds: number) => three(error.spoken === 0 ? 0 : seconds / error.spoken);
  return [
    ...names,
    three(error.rate),
    share(error.missed),
    share(error.invented),
    share(error.confused),
    three(f1),
    `${recognised.educator} + ${recognised.child}`,
    adultTurns === 0 ? '–' : `${adultRight}/${adultTurns}`,
    `${found}/${questions}`,
    `${askedRight}/${found}`,
    `${nextRight}/${found}`,
    String(measured.nextUntold),
    points(measured.educatorTalkError),
    points(measured.othersTalkError),
  ];
}

const points = (share: number) => `${(100 * share).toFixed(1)} points`;

export const speakersTable = (rows: readonly (readonly string[])[]): string => table(head, rows);
