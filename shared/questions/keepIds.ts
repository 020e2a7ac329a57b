import type { Span } from '../lessons/transcript.ts';
import { closest, freeId } from './keepReviewed.ts';

type Identified = Span & { readonly id: string };

/**
 * Questions that were found again when voices were told apart, by the ids that they had: ids count questions, and would
 * move with one more or less. One that was not there before has an id that none had.
 */
export function withFormerIds<Question extends Identified>(
  questions: readonly Question[],
  former: readonly Identified[],
): Question[] {
  const left = new Set(former.map(({ id, start, end }) => ({ id, spans: [{ start, end }] })));
  const kept = questions.map((question) => {
    const same = closest(question, [...left]);
    if (same !== undefined) left.delete(same);
    return same?.id;
  });
  const taken = new Set(former.map(({ id }) => id));
  return questions.map((question, index) => {
    const id = kept[index] ?? (taken.has(question.id) ? freeId(question.id, taken) : question.id);
    taken.add(id);
    return { ...question, id };
  });
}
