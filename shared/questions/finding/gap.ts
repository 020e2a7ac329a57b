import { embeddingVerbs, whWords } from '../grammar/vocabulary.ts';

/** "Some things sink and some things what": a question word stands where the answer goes. */
export function isGap(words: readonly string[]): boolean {
  if (words.length < 4 || words.at(-1) !== 'what' || words.slice(0, -1).some((word) => whWords.has(word))) return false;
  const before = words.at(-2) ?? '';
  return gapBefore.has(before) || !(embeddingVerbs.has(before) || notGapBefore.has(before));
}

/** "It is made of what": these stand before gaps as well as before clauses. */
const gapBefore = new Set(['of', 'is', 'was', 'like', 'about']);
const notGapBefore = new Set(['or', 'so', 'matter', 'for', 'you', 'say', 'said', 'no']);
