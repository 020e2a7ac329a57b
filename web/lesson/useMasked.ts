import { useMemo } from 'preact/hooks';
import { type Names, readQuestions } from '../api/review.ts';
import type { Question } from '../model/code.ts';
import { useLoaded } from './useLoaded.ts';

const hidden = '…';

/**
 * The questions as they are shown: with names, or with what the server puts in their place. What is kept is always
 * the text itself, so that a correction made under the mask never saves the mask. Nothing is shown with names while
 * the masked texts are awaited.
 */
export function useMasked(lessonId: string, questions: readonly Question[], names: Names): readonly Question[] {
  const masked = useLoaded(`${lessonId} ${names}`, async (signal) =>
    names === 'shown'
      ? new Map<string, Question>()
      : new Map((await readQuestions(lessonId, 'masked', signal)).questions.map((question) => [question.id, question])),
  );
  const overlay = masked.value;
  // The same question is shown as the same object, so that a long list is not rendered anew.
  const shown = useMemo(() => new WeakMap<Question, Question>(), [overlay, names]);
  return useMemo(() => {
    if (names === 'shown') return questions;
    return questions.map((question) => {
      const known = shown.get(question);
      if (known !== undefined) return known;
      const over = overlay?.get(question.id);
      const review = question.review;
      const made: Question = {
        ...question,
        text: over?.text ?? hidden,
        ...(review === undefined
          ? {}
          : { review: { ...review, by: over?.review?.by ?? hidden, ...noteOf(review.note, over?.review?.note) } }),
      };
      const { evidence: _, ...rest } = made;
      const safe = over?.evidence === undefined ? rest : { ...rest, evidence: over.evidence };
      shown.set(question, safe);
      return safe;
    });
  }, [questions, overlay, names]);
}

const noteOf = (note: string | undefined, masked: string | undefined) =>
  note === undefined ? {} : { note: masked ?? hidden };
