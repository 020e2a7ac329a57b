import type { CodedQuestion } from '../lessons/question.ts';
import type { Span, Transcript } from '../lessons/transcript.ts';
import { babbleReader } from './babble.ts';
import { mergeSpans } from './spans.ts';
import { type TimedWord, timedWords } from './words.ts';

export type WaitTime = Pick<CodedQuestion, 'waitTimeSeconds' | 'next'>;

/** A silence as long as this is no longer a wait for an answer; longer ones are counted as this long. */
export const longestWaitSeconds = 30;
/** With less than this left of the recording, nobody can tell how long the wait would have been. */
const tellingSilenceSeconds = 3;
/** Shorter breaks of the voice are parts of speech (stops, breaths), not pauses between two utterances. */
const shortestPauseSeconds = 0.15;
/** How far word times may be off the sound: measured ones by a recogniser's frames, spread ones by much more. */
const measuredSlackSeconds = 0.45;
const spreadSlackSeconds = 1.2;
/** No word takes less. */
const shortestSayingSeconds = 0.08;
/** What is heard as a voice for less than this, and not as a word, may be a chair. */
const shortestUnheardSeconds = 0.3;

/**
 * How long the wait after each question was, in seconds, and what ended it: the next speech by whoever, a voice of
 * which no word was understood (`unheard`), a silence up to the recording's end (or of 30 s), or the end of the
 * recording before anybody could tell.
 *
 * A wait goes from the question's last word to the next word; where a voice ends or begins near them, that is where
 * they really do. What is neither word nor voice ends no wait, and no wait reaches past the next word. Segment borders
 * alone give null.
 * @param questions spans in seconds; the answer is in their order
 */
export function waitTimes(
  questions: readonly Span[],
  transcript: Pick<Transcript, 'segments' | 'voice' | 'voiceFrom' | 'durationSeconds'>,
): WaitTime[] {
  const words = timedWords(transcript);
  const voice = mergeSpans(transcript.voice, shortestPauseSeconds);
  const sound = {
    voice,
    isBabble: babbleReader(words, voice, transcript.durationSeconds),
    // Loudness takes any noise for a voice: it sharpens the words' borders, and hears nobody by itself.
    hearsVoices: transcript.voiceFrom !== 'loudness',
    durationSeconds: transcript.durationSeconds,
  };
  return questions.map((question) => waitAfter(question, words, sound));
}

interface Sound {
  readonly voice: readonly Span[];
  readonly isBabble: (at: number) => boolean;
  readonly hearsVoices: boolean;
  readonly durationSeconds: number;
}

function waitAfter(question: Span, words: readonly TimedWord[], sound: Sound): WaitTime {
  // Of its own words: where none was heard in it, a person has marked it, and its end is where that says.
  const last = words.findLast(
    (word) => middle(word) <= question.end && word.start < question.end && word.end > question.start,
  );
  const next = words.find((word) => middle(word) > question.end);
  const end = last?.end ?? question.end;
  if (sound.voice.length === 0) {
    if (!next) return untilEnd(end, sound.durationSeconds);
    return last?.measured && next.measured ? spoken(next.start - end) : { waitTimeSeconds: null, next: 'speech' };
  }
  const nextStart = next?.start ?? Number.POSITIVE_INFINITY;
  const from = endOfVoice(end, last, nextStart, sound.voice);
  const to = next === undefined ? nextStart : startOfVoice(next, from, sound.voice);
  const unheard = sound.hearsVoices ? unheardVoice(from, to, sound) : undefined;
  if (unheard !== undefined) return ended(unheard - from, 'unheard');
  if (!next) return untilEnd(from, sound.durationSeconds);
  const unbroken = sound.voice.some((span) => span.start <= from && span.end >= to);
  // One unbroken stretch of voice: the words' own gap where it was measured, else there was no pause to hear.
  if (unbroken && !(last?.measured && next.measured)) return spoken(0);
  return spoken(to - from);
}

const slackOf = (word: TimedWord | undefined) => (word?.measured ? measuredSlackSeconds : spreadSlackSeconds);

/** Where the voice ends that says the last word, unless the next word is said by then. */
function endOfVoice(end: number, word: TimedWord | undefined, nextStart: number, voice: readonly Span[]): number {
  const slack = slackOf(word);
  const before = voice.filter((span) => span.end < nextStart + slack);
  // Words that were only spread over their segment know no better than the voice that they lie in.
  const around = word?.measured ? undefined : before.find((span) => span.start <= end && span.end > end);
  return nearest(
    end,
    before.map((span) => span.end),
    slack,
    around?.end,
  );
}

/** Where the voice begins that says the next word; within the word, however long a recogniser has drawn it out. */
function startOfVoice(word: TimedWord, from: number, voice: readonly Span[]): number {
  const slack = slackOf(word);
  const starts = voice.flatMap(({ start }) => (start >= from ? [start] : []));
  const within = starts.find((start) => start >= word.start && start < word.end - shortestSayingSeconds);
  return Math.max(from, nearest(word.start, starts, slack, within));
}

/** The time nearest to `at`, when one is near enough; else `otherwise`. */
function nearest(at: number, times: readonly number[], slack: number, otherwise = at): number {
  const near = times.filter((time) => Math.abs(time - at) < slack);
  return near.length === 0 ? otherwise : near.reduce((a, b) => (Math.abs(b - at) < Math.abs(a - at) ? b : a));
}

/** Where, between two times, somebody began to speak of whom no word was understood. */
function unheardVoice(from: number, to: number, sound: Sound): number | undefined {
  const begun = sound.voice.find(
    (span) =>
      span.start >= from + shortestPauseSeconds &&
      span.start < to - measuredSlackSeconds &&
      Math.min(span.end, to) - span.start >= shortestUnheardSeconds,
  );
  if (begun === undefined || sound.isBabble(from)) return undefined;
  return begun.start;
}

const spoken = (seconds: number): WaitTime => ended(seconds, 'speech');

function ended(seconds: number, next: 'speech' | 'unheard'): WaitTime {
  if (seconds >= longestWaitSeconds) return { waitTimeSeconds: longestWaitSeconds, next: 'silence' };
  return { waitTimeSeconds: round(Math.max(0, seconds)), next };
}

function untilEnd(end: number, duration: number): WaitTime {
  const seconds = Math.min(longestWaitSeconds, duration - end);
  if (seconds < tellingSilenceSeconds) return { waitTimeSeconds: null, next: 'end' };
  return { waitTimeSeconds: round(seconds), next: 'silence' };
}

const middle = (span: Span): number => (span.start + span.end) / 2;
/** To the millisecond: nothing finer is in any measurement, and stored numbers stay short. */
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
