import type { Span } from '../voices/speechSpans.ts';
import type { TimedWord } from './words.ts';

/** How long it may take to say a word: slow, drawn out, but not for the whole of a sentence that was left out. */
const longestSaying = (text: string) => 0.35 + 0.1 * text.length;

/**
 * How many seconds of speech a text accounts for. A recogniser that leaves out half of a window gives itself away:
 * its words are stretched over what it did not write, or nothing is there at all.
 */
export function coveredSeconds(words: readonly TimedWord[], speech: readonly Span[]): number {
  return words.reduce((sum, { text, start, end }) => {
    const voiced = speech.reduce(
      (total, span) => total + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)),
      0,
    );
    return sum + Math.min(voiced, longestSaying(text));
  }, 0);
}
