import { isAsked } from '../marks.ts';
import { ruleFor } from '../rules.ts';
import type { Sentence } from '../sentences.ts';
import { mayAnswer } from './rough.ts';

/** Whoever answers after a question takes so long, as far as nobody knows whose voice it is. Seconds. */
const answerPause = 0.9;
/** A voice that asked goes on asking so soon; later, it gives the answer. */
const askingOnPause = 1.5;
/** A reason is given so soon behind what it is the reason of. */
const reasonPause = 1;

/**
 * Whether Spanish that was roughly heard gives a reason rather than asks for one: "porque" is both there. It answers the
 * question before it in another voice or after a pause, and goes on with a statement that it follows at once.
 */
export function isAnswer(sentence: Sentence, before: Sentence | undefined): boolean {
  const { rough, text, pauseBefore, words } = sentence;
  if (!rough || before === undefined || /¿/u.test(text) || isAsked(text) || !mayAnswer(text)) return false;
  if (ruleFor(before) === undefined) return pauseBefore < reasonPause;
  const [mine, theirs] = [words[0], before.words.at(-1)].map((word) => word?.speaker);
  if (typeof mine !== 'number' || typeof theirs !== 'number') return pauseBefore >= answerPause;
  return mine !== theirs || pauseBefore >= askingOnPause;
}
