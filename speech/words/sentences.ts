import type { TimedWord } from './words.ts';

/** Words that belong together: a sentence, or what was said between two long pauses. */
export interface SpokenSegment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words: readonly TimedWord[];
}

/** A pause that ends a segment whatever the punctuation says: nobody waits that long inside a sentence. */
const longPauseSeconds = 1;

/** The same of what the recogniser wrote no mark behind: then it wrote none between either, whoever spoke. */
const pauseWithoutMarkSeconds = 0.5;

const endsSentence = /[.?!。？！…]["'”’)\]]*$/u;
const abbreviation = /^(?:mr|mrs|ms|dr|st|vs|etc|e\.g|i\.e|\p{L})\.$/iu;

/** The words' text as it is written. */
export function joinText(words: readonly TimedWord[]): string {
  return words
    .map(({ text, spaced }, index) => (index > 0 && spaced ? ` ${text}` : text))
    .join('')
    .trim();
}

/** Cuts words into segments at the ends of sentences and at long pauses. Times are the words'. */
export const cutSentences = (words: readonly TimedWord[]): SpokenSegment[] => cutAt(words, longPauseSeconds);

/**
 * As `cutSentences`, and at shorter pauses in what has no mark at its end: Whisper writes many people's Spanish without
 * any, and one of them who was not understood is not to be lost in the certainty of all.
 */
export const cutUnmarked = (words: readonly TimedWord[]): SpokenSegment[] =>
  cutSentences(words).flatMap((segment) =>
    endsSentence.test(segment.text) ? [segment] : cutAt(segment.words, pauseWithoutMarkSeconds),
  );

function cutAt(words: readonly TimedWord[], pauseSeconds: number): SpokenSegment[] {
  const segments: SpokenSegment[] = [];
  let open: TimedWord[] = [];
  words.forEach((word, index) => {
    open.push(word);
    const next = words[index + 1];
    const sentenceEnds = endsSentence.test(word.text) && !abbreviation.test(word.text);
    if (next !== undefined && !sentenceEnds && next.start - word.end < pauseSeconds) return;
    const [first] = open;
    if (first !== undefined) segments.push({ start: first.start, end: word.end, text: joinText(open), words: open });
    open = [];
  });
  return segments;
}
