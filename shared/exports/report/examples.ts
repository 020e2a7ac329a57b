import type { ShownQuestion } from '../../lessons/question.ts';
import { labelOf } from '../../questions/metrics.ts';
import { countingCode } from '../lessonExport.ts';

const most = 5;

/** The questions with the longest known waits, longest first; at most five, none without a wait. */
export function longestWaits(questions: readonly ShownQuestion[]): ShownQuestion[] {
  return questions
    .filter(({ waitTimeSeconds }) => (waitTimeSeconds ?? 0) > 0)
    .toSorted((a, b) => (b.waitTimeSeconds ?? 0) - (a.waitTimeSeconds ?? 0) || a.start - b.start)
    .slice(0, most);
}

/**
 * Open questions worth talking about, at most five, in order of time: the surest of each subtype, then the surest of
 * the rest. What a person has reviewed is surer than what the machine has coded; of equal ones the longer wait counts.
 * The same words are not shown twice, and what was read aloud is nobody's own question.
 */
export function openExamples(questions: readonly ShownQuestion[]): ShownQuestion[] {
  const surest = questions
    .filter((question) => labelOf(question) === 'OEQ' && !question.quoted)
    .toSorted(
      (a, b) => certainty(b) - certainty(a) || (b.waitTimeSeconds ?? 0) - (a.waitTimeSeconds ?? 0) || a.start - b.start,
    );
  const said = new Set<string>();
  const once = surest.filter(({ text }) => {
    const words = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    if (said.has(words)) return false;
    said.add(words);
    return true;
  });
  const kinds = new Map(once.toReversed().map((question) => [countingCode(question).subtype, question]));
  const first = once.filter((question) => kinds.get(countingCode(question).subtype) === question);
  const rest = once.filter((question) => !first.includes(question));
  return [...first, ...rest].slice(0, most).toSorted((a, b) => a.start - b.start);
}

const certainty = ({ review, confidence }: ShownQuestion): number => (review === undefined ? confidence : 1);
