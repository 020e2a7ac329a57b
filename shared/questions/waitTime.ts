import type { CodedQuestion } from '../lessons/question.ts';
import type { Span, Transcript } from '../lessons/transcript.ts';
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
const measuredSlackSeconds = 0.35;
const spreadSlackSeconds = 1.2;

/**
 * How long the wait after each question was, in seconds, and what ended it: the next speech by whoever, a silence up
 * to the recording's end (or of 30 s), or the end of the recording before anybody could tell.
 * Pauses are taken from the sound where it was measured, else from word times; segment borders alone give null.
 * @param questions spans in seconds; the answer is in their order
 */
export function waitTimes(
  questions: readonly Span[],
  transcript: Pick<Transcript, 'segments' | 'voice' | 'durationSeconds'>,
): WaitTime[] {
  const words = timedWords(transcript);
  const voice = mergeSpans(transcript.voice, shortestPauseSeconds);
  return questions.map((question) => waitAfter(question, words, voice, transcript.durationSeconds));
}

function waitAfter(question: Span, words: readonly TimedWord[], voice: readonly Span[], duration: number): WaitTime {
  const last = words.findLast((word) => middle(word) <= question.end && word.start < question.end);
  const next = words.find((word) => middle(word) > question.end);
  const end = last?.end ?? question.end;
  if (voice.length === 0) {
    if (!next) return untilEnd(end, duration);
    return last?.measured && next.measured ? spoken(next.start - end) : { waitTimeSeconds: null, next: 'speech' };
  }
  const slack = last?.measured ? measuredSlackSeconds : spreadSlackSeconds;
  const pause = pauseAt(end, next?.start ?? Number.POSITIVE_INFINITY, slack, voice);
  if (pause) return Number.isFinite(pause.end) ? spoken(pause.end - pause.start) : untilEnd(pause.start, duration);
  if (!next) return untilEnd(end, duration);
  // One unbroken stretch of voice: the words' own gap where it was measured, else there was no pause to hear.
  return spoken(last?.measured && next.measured ? next.start - end : 0);
}

/** The silence that begins nearest to `end`, and not after the next word: until the next voice, or without end. */
function pauseAt(end: number, nextStart: number, slack: number, voice: readonly Span[]): Span | null {
  let best: Span | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const [index, span] of voice.entries()) {
    const pause = { start: span.end, end: voice[index + 1]?.start ?? Number.POSITIVE_INFINITY };
    const covers = pause.start <= end && end <= pause.end;
    const distance = covers ? 0 : Math.min(Math.abs(pause.start - end), Math.abs(pause.end - end));
    const followed = pause.start < nextStart + slack;
    if (followed && distance <= slack && distance < bestDistance) {
      best = pause;
      bestDistance = distance;
    }
  }
  return best;
}

function spoken(seconds: number): WaitTime {
  if (seconds >= longestWaitSeconds) return { waitTimeSeconds: longestWaitSeconds, next: 'silence' };
  return { waitTimeSeconds: round(Math.max(0, seconds)), next: 'speech' };
}

function untilEnd(end: number, duration: number): WaitTime {
  const seconds = Math.min(longestWaitSeconds, duration - end);
  if (seconds < tellingSilenceSeconds) return { waitTimeSeconds: null, next: 'end' };
  return { waitTimeSeconds: round(seconds), next: 'silence' };
}

const middle = (span: Span): number => (span.start + span.end) / 2;
/** To the millisecond: nothing finer is in any measurement, and stored numbers stay short. */
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
