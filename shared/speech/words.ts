import type { Segment, Word } from '../lessons/transcript.ts';

interface TimedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Gives each segment its words. Whisper's word list has no punctuation, its segment text has:
 * where word and text agree, the text's spelling is taken, so that a word keeps its question mark.
 * A segment for which no word came is left without, never with invented times.
 */
export function attachWords(segments: readonly Segment[], words: readonly TimedWord[]): Segment[] {
  let next = 0;
  return segments.map((segment, index) => {
    const until = segments[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const own: TimedWord[] = [];
    for (let word = words[next]; word !== undefined && (word.start + word.end) / 2 < until; word = words[next]) {
      own.push(word);
      next += 1;
    }
    return own.length === 0 ? segment : { ...segment, words: spelled(own, segment.text) };
  });
}

function spelled(words: readonly TimedWord[], text: string): Word[] {
  const tokens = text.split(/\s+/).filter((token) => token !== '');
  let at = 0;
  return words.map(({ word, start, end }) => {
    const plain = word.trim();
    const found = tokens.findIndex((token, index) => index >= at && index < at + 4 && bare(token) === bare(plain));
    if (found >= 0) at = found + 1;
    return {
      text: found >= 0 ? (tokens[found] ?? plain) : plain,
      start: Math.max(0, start),
      end: Math.max(start, end, 0),
    };
  });
}
