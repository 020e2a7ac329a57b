import type { Heard, Segment, Span, Word } from '../lessons/transcript.ts';
import { voicedSeconds } from './voice.ts';

/**
 * How sure one must be of a piece, as the mean natural logarithm of its words' probabilities. Whisper always writes something: of backwards speech and other languages it is below -0.9 for four
 * pieces in five, and above for nearly all that was really said.
 */
const clearFrom = -0.9;
/** By language, where it was measured: of 76 made Spanish pieces above it 4 had more than a third of their words wrong, below 27 of 30. */
const clearFromIn: Readonly<Record<string, number>> = { es: -0.7 };
/**
 * Whisper falls back to English: where the sound says so little for it, doubtful English is invented. Made French was
 * "I'm going to make a little bit of a patch." at -1.46 and 0.04, "You said that." at 0.02.
 */
const hardlyEnglish = 0.1;
// A word or two alone are less sure, also when they are right: "Three." in the sample lesson is at -1.23.
const clearAloneFrom = -1.3;
const aloneWords = 2;
// Of short answers a recogniser is less sure, also when it is right: a quiet child's "It is hard." was at -1.86.
const understoodFrom = -1.85;
const understoodShortFrom = -2.45;
const shortWords = 4;

/** A word as unlikely may be another one, however sure all of them together are. */
const unlikelyWord = 0.2;

// What is taken off before a piece is called clear.
const fewVoiced = 0.3;
const littleVoice = 0.3;
const slow = 0.2;
const repeated = 0.6;
const repeatedWord = 0.2;
/** A word alone sounds like English with 0.57 and more, noisy talk with 0.88; English backwards with 0.2 to 0.52, others 0.03. */
const languageFrom = 0.67;
/** So many segments before are looked at for what a recogniser may have copied: it is sure of what it wrote before. */
const copiedFrom = 4;

/** Words a second of voice; with fewer, a sentence was put where something else was said. */
const slowestWords = 0.7;
const slowFromSeconds = 3;

/** What stands for a voice of which no word was understood. */
export const unclear = '[unclear]';

/**
 * Says of each segment and its words how well they were heard, from what the recogniser thought of them, the voice,
 * and the neighbours. What was not understood keeps its times and loses its words. An engine that tells no
 * probabilities is taken at its word.
 * @param voice where anybody speaks, as a network heard it
 */
export function withHeard(segments: readonly Segment[], voice: readonly Span[]): Segment[] {
  return segments.map((segment, at) => {
    if (segment.heard === 'not-understood') return segment; // in another language
    const { words, ...rest } = segment;
    const heard = heardAs(segment, segments.slice(Math.max(0, at - copiedFrom), at), voice);
    const { language: _guess, ...unheard } = rest;
    if (heard === 'not-understood') return { ...unheard, text: unclear, heard };
    const told = words?.map((word) => ({ ...word, heard: wordHeardAs(word, heard) }));
    return { ...rest, ...(told === undefined ? {} : { words: told }), heard };
  });
}

/** A word is doubtful with its segment, or by itself where its own probability says so. */
const wordHeardAs = ({ probability = 1 }: Word, segment: Heard): Heard =>
  probability < unlikelyWord ? 'doubtful' : segment;

function heardAs(segment: Segment, before: readonly Segment[], voice: readonly Span[]): Heard {
  const { logProbability, text, start, end, language = '' } = segment;
  if (logProbability === undefined) return 'clear';
  const seconds = end - start;
  const voiced = voicedSeconds(segment, voice);
  const words = text.split(/\s+/u).length;
  const against =
    (voice.length > 0 && voiced < littleVoice * seconds ? fewVoiced : 0) +
    (voiced > slowFromSeconds && words / voiced < slowestWords ? slow : 0) +
    Math.max(0, Math.log(languageFrom / (segment.languageProbability ?? 1))) +
    (isCopied(text, before) ? (words > 1 ? repeated : repeatedWord) : 0);
  if (logProbability - against >= (words > aloneWords ? (clearFromIn[language] ?? clearFrom) : clearAloneFrom))
    return 'clear';
  const { languageProbability = 1 } = segment;
  const isFallback = language === 'en' && languageProbability < hardlyEnglish;
  if (isFallback && logProbability < clearFrom) return 'not-understood';
  return logProbability >= (words > shortWords ? understoodFrom : understoodShortFrom) ? 'doubtful' : 'not-understood';
}

/** Whether the same words stand in one of the texts before, or, of a word alone, are the whole of the last one. */
function isCopied(text: string, before: readonly Segment[]): boolean {
  const own = spelled(text);
  if (!own.trim().includes(' ')) return spelled(before.at(-1)?.text ?? '') === own;
  return before.some((other) => spelled(other.text).includes(own));
}

/** Words alone, each between spaces. */
const spelled = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}']+/gu, ' ')
    .trim()} `;

// A recogniser's borders are off by this much, a network's by less.
const slackSeconds = 0.45;
const shortestUnclearSeconds = 0.8;

/** Segments for the voices in which the recogniser wrote nothing, each at least 0.8 s. */
export function unclearVoices(segments: readonly Segment[], voice: readonly Span[]): Segment[] {
  const wordless = voice.flatMap((span) =>
    segments.reduce<Span[]>(
      (left, { start, end }) =>
        left.flatMap((part) => without(part, { start: start - slackSeconds, end: end + slackSeconds })),
      [span],
    ),
  );
  return wordless
    .filter(({ start, end }) => end - start >= shortestUnclearSeconds)
    .map(({ start, end }) => ({ start, end, text: unclear, heard: 'not-understood' }));
}

/** What is left of a span where another one is not. */
function without(span: Span, other: Span): Span[] {
  if (other.end <= span.start || other.start >= span.end) return [span];
  return [
    { start: span.start, end: other.start },
    { start: other.end, end: span.end },
  ].filter(({ start, end }) => end > start);
}
