import { folded } from '../names/tokens.ts';

/** What somebody looks for: each in the same line, as the beginning of a word; those of a phrase one after the other. */
export type Sought = readonly (readonly string[])[];

const mostWords = 10;
const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

const wordsOf = (text: string) => [...text.matchAll(wordPattern)].map(([word]) => folded(word));

/**
 * Reads a search: words, and phrases in quotation marks of any kind. Case, accents and punctuation make no difference.
 * Nothing in it is a command: what is no letter and no digit only parts words.
 * @returns at most ten words; empty where there is none
 */
export function soughtIn(text: string): Sought {
  const parts = text
    .split(/["“”„«»]/u)
    .flatMap((part, index) => (index % 2 === 1 ? [wordsOf(part)] : wordsOf(part).map((word) => [word])))
    .filter((words) => words.length > 0);
  let left = mostWords;
  return parts.flatMap((words) => {
    const taken = words.slice(0, left);
    left -= taken.length;
    return taken.length === 0 ? [] : [taken];
  });
}

/** Whether all that is sought is said in a line. */
export function isSaidIn(line: string, sought: Sought): boolean {
  const said = wordsOf(line);
  return sought.every((phrase) =>
    said.some((_, at) =>
      phrase.every((word, index) => {
        const there = said[at + index];
        // Of a phrase, only the last word may be the beginning of one.
        return there !== undefined && (index < phrase.length - 1 ? there === word : there.startsWith(word));
      }),
    ),
  );
}
