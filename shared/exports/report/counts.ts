import type { Label, ShownQuestion } from '../../lessons/question.ts';
import { labelOf, thirdOf } from '../../questions/metrics.ts';

export interface Balance {
  readonly open: number;
  readonly closed: number;
}

/** Open and closed questions of the whole lesson, then of its thirds. */
export function balances(questions: readonly ShownQuestion[], durationSeconds: number): Balance[] {
  const parts = [0, 1, 2].map((third) => questions.filter(({ start }) => thirdOf(start, durationSeconds) === third));
  return [questions, ...parts].map((part) => {
    const open = part.filter((question) => labelOf(question) === 'OEQ').length;
    return { open, closed: part.length - open };
  });
}

// Seconds at which each bin ends; the last has no end. Three seconds is a border, for the codebook speaks of it.
const ends = [1, 2, 3, 5, 10, Number.POSITIVE_INFINITY];

export interface Waits {
  readonly label: Label;
  /** How many waits are in each bin, in the bins' order. */
  readonly counts: readonly number[];
  readonly unknown: number;
}

/** How many waits after questions of one code are how long. A wait at a border belongs to the longer bin. */
export function waitsAfter(label: Label, questions: readonly ShownQuestion[]): Waits {
  const waits = questions.filter((question) => labelOf(question) === label).map((question) => question.waitTimeSeconds);
  const known = waits.filter((wait) => wait !== null);
  const counts = ends.map((end, bin) => known.filter((wait) => wait < end && wait >= (ends[bin - 1] ?? 0)).length);
  return { label, counts, unknown: waits.length - known.length };
}
