import type { Span } from '../voices/speechSpans.ts';
import type { Window } from './windows.ts';
import type { TimedWord } from './words.ts';

/** How far a word at the edge of a stretch of speech is drawn to that edge: more is speech that was not written down. */
const snapSeconds = 0.5;

interface VoicedSpan extends Span {
  /** Add it to a time in the window to get the time in the file. */
  readonly shift: number;
}

/** The window's stretches of speech, in its own time. */
export function voicedSpans(window: Window): VoicedSpan[] {
  return window.pieces.flatMap((piece) => {
    const shift = piece.start - piece.offset;
    return piece.speech.map(({ start, end }) => ({ start: start - shift, end: end - shift, shift }));
  });
}

/** Seconds in common, or, when there are none, how far apart as a negative number. */
const overlap = (a: Span, b: Span) => Math.min(a.end, b.end) - Math.max(a.start, b.start);

/**
 * Gives words their time in the file. Attention tells where a word is to about a tenth of a second but not where
 * silence begins; voice activity knows silence but no words. So each word goes to the stretch of speech that it
 * overlaps most, is cut to it, and the first and last word of a stretch begin and end with it.
 */
export function placeWords(words: readonly TimedWord[], window: Window): TimedWord[] {
  const spans = voicedSpans(window);
  const homes: number[] = [];
  for (const word of words) {
    let home = homes.at(-1) ?? 0; // never earlier than the word before
    spans.forEach((span, index) => {
      const best = spans[home];
      if (index > home && best !== undefined && overlap(word, span) > overlap(word, best)) home = index;
    });
    homes.push(home);
  }
  return words.map((word, index) => {
    const home = homes[index] ?? 0;
    const span = spans[home];
    if (span === undefined) return word;
    let start = Math.min(Math.max(word.start, span.start), span.end);
    let end = Math.max(Math.min(word.end, span.end), start);
    if (homes[index - 1] !== home && start - span.start <= snapSeconds) start = span.start;
    if (homes[index + 1] !== home && span.end - end <= snapSeconds) end = span.end;
    return { ...word, start: start + span.shift, end: end + span.shift };
  });
}
