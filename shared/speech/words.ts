import type { Segment, Word } from '../lessons/transcript.ts';

interface TimedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly probability?: number;
}

/** A text's letters and digits in lower case: what is left of it when two spellings of the same words are compared. */
export const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Gives each segment its words. Whisper's word list has no punctuation, its segment text has:
 * where word and text agree, the text's spelling is taken, so that a word keeps its question mark.
 * Where the words do not spell all of a segment's text it is left without them, rather than with less text or with
 * invented times.
 */
export function attachWords(segments: readonly Segment[], words: readonly TimedWord[]): Segment[] {
  const spoken = words.filter(({ word }) => lettersOf(word) !== '');
  const shares = byText(segments, spoken) ?? byTime(segments, spoken);
  return segments.map((segment, index) => {
    const own = shares[index] ?? [];
    const complete = own.length > 0 && lettersIn(own).length >= lettersOf(segment.text).length;
    return complete ? { ...segment, words: forward(spelled(own, segment.text)) } : segment;
  });
}

const lettersIn = (words: readonly TimedWord[]) => lettersOf(words.map(({ word }) => word).join(''));

/** Each segment's words where all of them together spell the segments' text; null where they do not. */
function byText(segments: readonly Segment[], words: readonly TimedWord[]): TimedWord[][] | null {
  if (lettersIn(words) !== lettersOf(segments.map(({ text }) => text).join(''))) return null;
  let next = 0;
  return segments.map(({ text }) => {
    const own: TimedWord[] = [];
    let left = lettersOf(text).length;
    for (let word = words[next]; word !== undefined && left > 0; word = words[next]) {
      own.push(word);
      left -= lettersOf(word.word).length;
      next += 1;
    }
    return own;
  });
}

/** Each segment's words by where their middles lie. */
function byTime(segments: readonly Segment[], words: readonly TimedWord[]): TimedWord[][] {
  const ordered = words.toSorted((a, b) => a.start - b.start);
  let next = 0;
  return segments.map((_, index) => {
    const until = segments[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const own: TimedWord[] = [];
    for (let word = ordered[next]; word !== undefined && (word.start + word.end) / 2 < until; word = ordered[next]) {
      own.push(word);
      next += 1;
    }
    return own;
  });
}

/** No word begins before the one before it. */
function forward(words: readonly Word[]): Word[] {
  let latest = 0;
  return words.map((word) => {
    latest = Math.max(latest, word.start);
    return { ...word, start: latest, end: Math.max(latest, word.end) };
  });
}

function spelled(words: readonly TimedWord[], text: string): Word[] {
  const tokens = text.split(/\s+/).filter((token) => token !== '');
  let at = 0;
  return words.map(({ word, ...rest }) => {
    const plain = word.trim();
    const found = tokens.findIndex(
      (token, index) => index >= at && index < at + 4 && lettersOf(token) === lettersOf(plain),
    );
    if (found >= 0) at = found + 1;
    return { text: found >= 0 ? (tokens[found] ?? plain) : plain, ...rest };
  });
}
