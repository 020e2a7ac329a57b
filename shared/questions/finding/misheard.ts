import { determiners, verbs } from '../grammar/vocabulary.ts';
import type { TimedWord } from '../words.ts';

/** A word that was as unlikely may be another one: "Was it heavy" for "Because it is heavy", at 0.15. */
const unlikely = 0.2;

export const isUnlikely = (word: TimedWord | undefined): boolean => (word?.probability ?? 1) < unlikely;

/**
 * "Just the apple float" for "does the apple float": behind a first word that is unlikely, one thing has its verb without
 * an ending, as it is only where an auxiliary stands before it.
 */
export function isMisheardAuxiliary(words: readonly TimedWord[], tokens: readonly string[]): boolean {
  const [, subject = '', ...rest] = tokens;
  if (!isUnlikely(words[0]) || !verbs.has(rest.at(-1) ?? '')) return false;
  if (third.has(subject)) return rest.length === 1;
  // Of several things the verb has no ending anyway.
  return determiners.has(subject) && rest.length >= 2 && rest.length <= 3 && !rest.at(-2)?.endsWith('s');
}

const third = new Set(['it', 'he', 'she']);
