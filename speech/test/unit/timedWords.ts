import type { TimedWord } from '../../words/words.ts';

/** A word as the recogniser gives it, for tests that are about its text and times alone. */
export function timedWord(text: string, start: number, end: number, logProbability = -0.1): TimedWord {
  return { text, start, end, spaced: true, logProbability, tokens: [] };
}

/** Words one after another from `start` on, each as long as the next. */
export function evenWords(text: string, start: number, wordSeconds: number): TimedWord[] {
  return text
    .split(' ')
    .map((word, index) => timedWord(word, start + index * wordSeconds, start + (index + 1) * wordSeconds));
}
