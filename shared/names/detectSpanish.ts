import { particles } from './everyday.ts';
import type { RecognisedText } from './recognised.ts';
import type { TokenSpan } from './roster.ts';
import { spanishGivenNames, spanishVerbs, spanishWords } from './spanish.ts';
import { type Token, tokensOf } from './tokens.ts';

const titles = new Set([
  'don',
  'dona',
  'señor',
  'señora',
  'senor',
  'senora',
  'maestra',
  'maestro',
  'profe',
  'tia',
  'tio',
]);

/**
 * People's names in Spanish talk. Inside a sentence Spanish writes a capital with proper names alone; at its beginning
 * a name is one that is known, that is called ("Xóchitl, ven"), or that somebody does something after.
 */
export function recogniseSpanish(text: string): RecognisedText {
  const tokens = tokensOf(text);
  const named = tokens.map((_, index) => isPerson(text, tokens, index));
  const spans: TokenSpan[] = [];
  for (let first = 0; first < named.length; first += 1) {
    if (named[first] !== true) continue;
    let last = first;
    for (let next = goesOn(text, tokens, named, last); next > last; next = goesOn(text, tokens, named, last))
      last = next;
    spans.push({ first, last });
    first = last;
  }
  return { tokens, spans, isName: (index) => named[index] === true };
}

function isPerson(text: string, tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined || token.folded.length < 2) return false;
  const { folded: word, capital } = token;
  if (spanishWords.has(word)) return false;
  if (spanishGivenNames.has(word) && (capital || !isAlsoWord(word))) return true;
  if (!capital) return false;
  const [before, after] = [tokens[index - 1], tokens[index + 1]];
  const gap = text.slice(before?.end ?? 0, token.start);
  const begins = before === undefined || /[.!?¿¡…:"«]/u.test(gap);
  const gapAfter = text.slice(token.end, after?.start ?? text.length);
  if (!begins) return true;
  if (before !== undefined && titles.has(before.folded) && /^\.? +$/u.test(gap)) return true;
  return (
    /^\s*[,!?]/u.test(gapAfter) || (after !== undefined && /^ +$/u.test(gapAfter) && spanishVerbs.has(after.folded))
  );
}

// Given names that, in small letters, are other words.
const alsoWords = new Set([
  'domingo',
  'julio',
  'mercedes',
  'rosario',
  'margarita',
  'violeta',
  'rocio',
  'salome',
  'memo',
]);
const isAlsoWord = (word: string) => alsoWords.has(word);

/** The last word of a full name that goes on after a word: with a name, or with a particle or two and a name. */
function goesOn(text: string, tokens: readonly Token[], named: readonly boolean[], at: number): number {
  const beside = (left: number) => /^ +$/u.test(text.slice(tokens[left]?.end, tokens[left + 1]?.start ?? 0));
  let next = at;
  while (beside(next) && next - at < 3) {
    next += 1;
    if (named[next]) return next;
    if (!particles.has(tokens[next]?.folded ?? '')) return at;
  }
  return at;
}
