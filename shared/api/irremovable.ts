import { Problem } from './problem.ts';

const reasons = {
  hold: ['The lesson is on hold', 'Lift the hold first.'],
  running: ['The analysis is running', 'Wait until it has ended.'],
  replaced: ['There is a newer upload', 'It is another recording, with voices of its own. Wait for its analysis.'],
  removing: ['Another voice is removed', 'Wait until it is done.'],
  'not-told': ['Voices were not told apart', 'Analyse the lesson again with voices told apart, then choose one.'],
} as const;

/** Why a voice cannot be taken out of a lesson now. */
export type Irremovable = keyof typeof reasons;

/** The same as an answer. */
export function irremovable(why: Irremovable): Problem {
  const [title, detail] = reasons[why];
  return new Problem(409, why, title, detail);
}
