import { everydayNames, particles, titles } from './everyday.ts';
import { type Token, tokensOf } from './tokens.ts';

/** From the first to the last token, both included. */
export interface TokenSpan {
  readonly first: number;
  readonly last: number;
}

/** A site's names as they are looked for. */
export interface RosterIndex {
  /** Full names by their first word, the longest first. */
  readonly phrases: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly single: ReadonlySet<string>;
}

/**
 * Prepares a roster. A name of several words is looked for as a whole and by each of its words: who is listed as
 * "Maria de la Cruz" is called "Maria" in class. Titles and particles by themselves are no names.
 */
export function rosterIndex(names: readonly string[]): RosterIndex {
  const phrases = new Map<string, string[][]>();
  const single = new Set<string>();
  for (const name of names) {
    const parts = tokensOf(name).map((token) => token.folded);
    const named = parts.filter(
      (part) => !titles.has(part) && (parts.length === 1 || !particles.has(part)) && part.length > 1,
    );
    for (const part of named) single.add(part);
    while (parts[0] !== undefined && titles.has(parts[0])) parts.shift();
    const [start] = parts;
    if (start !== undefined && parts.length > 1) phrases.set(start, [...(phrases.get(start) ?? []), parts]);
  }
  for (const list of phrases.values()) list.sort((a, b) => b.length - a.length);
  return { phrases, single };
}

/**
 * Where names of a roster stand, whatever their case. A name that is an everyday word ("Will") is given back only where
 * `isName` says that it is meant as a name.
 */
export function rosterSpans(
  tokens: readonly Token[],
  roster: RosterIndex,
  isName: (index: number) => boolean,
): TokenSpan[] {
  const spans: TokenSpan[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const word = tokens[index]?.folded ?? '';
    const phrase = roster.phrases
      .get(word)
      ?.find((parts) => parts.every((part, offset) => tokens[index + offset]?.folded === part));
    if (phrase !== undefined) {
      spans.push({ first: index, last: index + phrase.length - 1 });
      index += phrase.length - 1;
    } else if (roster.single.has(word) && (!everydayNames.has(word) || isName(index))) {
      spans.push({ first: index, last: index });
    }
  }
  return spans;
}
