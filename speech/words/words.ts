import { attentionSeconds } from './alignment.ts';

/** A word as it was heard: `start` and `end` in the window's time in seconds; punctuation attached; `text` has no white space around it. */
export interface TimedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a space stands before it: not so in Chinese, Japanese or Thai. */
  readonly spaced: boolean;
  /** Mean natural logarithm of its tokens' probabilities. */
  readonly logProbability: number;
  readonly tokens: readonly number[];
}

interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly logProbabilities: readonly number[];
  readonly tokens: readonly number[];
}

const onlyPunctuation = /^[\p{P}\p{S}]+$/u;
/** What belongs to the word after it. */
const opensWord = /^[\p{Ps}\p{Pi}\p{Sc}"'¿¡]+$/u;
/** Scripts that put no space between words: each token is shown as a word of its own. */
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Joins tokens until they decode to whole characters: one character may be spread over several tokens. */
function decodeParts(
  tokens: readonly number[],
  starts: readonly number[],
  logProbabilities: readonly number[],
  decode: (tokens: readonly number[]) => string,
): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let next = 1; next <= tokens.length; next += 1) {
    const text = decode(tokens.slice(from, next));
    if (text.includes('\uFFFD') && next < tokens.length) continue;
    parts.push({
      text,
      start: (starts[from] ?? 0) * attentionSeconds,
      end: (starts[next] ?? 0) * attentionSeconds,
      logProbabilities: logProbabilities.slice(from, next),
      tokens: tokens.slice(from, next),
    });
    from = next;
  }
  return parts;
}

/**
 * Joins tokens into words. `starts` holds the attention column at which each token begins, and one more for the end.
 * Punctuation belongs to the word that it touches but takes no time: a pause after "?" is no part of the word.
 */
export function joinWords(
  tokens: readonly number[],
  starts: readonly number[],
  logProbabilities: readonly number[],
  decode: (tokens: readonly number[]) => string,
): TimedWord[] {
  const words: {
    text: string;
    start: number;
    end: number;
    spaced: boolean;
    logProbabilities: number[];
    tokens: number[];
  }[] = [];
  let opening = '';
  let openingTokens: number[] = [];
  for (const part of decodeParts(tokens, starts, logProbabilities, decode)) {
    const text = part.text.trim();
    if (text === '') continue;
    const word = words.at(-1);
    const spaced = /^\s/u.test(part.text);
    if (opensWord.test(text) && (spaced || word === undefined)) {
      opening += text;
      openingTokens.push(...part.tokens);
    } else if (word !== undefined && onlyPunctuation.test(text) && opening === '') {
      word.text += spaced && /^[\p{Pd}\p{S}&]/u.test(text) ? ` ${text}` : text;
      word.tokens.push(...part.tokens);
    } else if (word !== undefined && !spaced && !unspaced.test(text) && opening === '') {
      word.text += text;
      word.end = part.end;
      word.logProbabilities.push(...part.logProbabilities);
      word.tokens.push(...part.tokens);
    } else {
      words.push({
        text: opening + text,
        start: part.start,
        end: part.end,
        spaced: spaced || !unspaced.test(text),
        logProbabilities: [...part.logProbabilities],
        tokens: [...openingTokens, ...part.tokens],
      });
      opening = '';
      openingTokens = [];
    }
  }
  return words.map(({ logProbabilities: all, ...word }) => ({
    ...word,
    logProbability: all.reduce((sum, value) => sum + value, 0) / Math.max(all.length, 1),
  }));
}
