import givenNames from '../givenNames.json' with { type: 'json' };
import { openers } from '../grammar/vocabulary.ts';
import type { TimedWord } from '../words.ts';
import { endMark } from './marks.ts';

const known: ReadonlySet<string> = new Set(givenNames.names.split(' '));
const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'dr']);

/**
 * The names of people that a lesson itself tells: words that are written with a capital inside sentences and never
 * without, and those with which somebody is called at a sentence's beginning ("Amara, what is it?").
 */
export function namesIn(words: readonly TimedWord[]): ReadonlySet<string> {
  const names = new Set<string>();
  const common = new Set<string>();
  for (const [index, { text }] of words.entries()) {
    const word = letters(text);
    const inside = index > 0 && !endMark.test(words[index - 1]?.text ?? '.');
    if (/^\p{Lu}\p{Ll}/u.test(word)) {
      if (inside || (/,$/u.test(text) && !openers.has(word.toLowerCase()))) names.add(word);
    } else if (word !== '') common.add(word.toLowerCase());
  }
  return new Set([...names].filter((name) => !common.has(name.toLowerCase())));
}

/** "Brian?", "okay, Mr. Lopez?", "Zoe, Zoe?": whether words hold a name and nothing else but what leads up to it. */
export function isNameOnly(words: readonly TimedWord[], names: ReadonlySet<string>): boolean {
  const said = words.map(({ text }) => letters(text)).filter((word) => word !== '');
  const called = said.filter((word) => !openers.has(word.toLowerCase()));
  if (called.length === 0 || said.length > mostWords) return false;
  return called.every(
    (word) =>
      names.has(word) ||
      known.has(word.toLowerCase()) ||
      (/^\p{Lu}/u.test(word) && titles.has(said[said.indexOf(word) - 1]?.toLowerCase() ?? '')),
  );
}

const mostWords = 4;

const letters = (text: string): string => text.replaceAll(/[^\p{L}'’-]/gu, '');
