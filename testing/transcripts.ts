import type { Span, Transcript, Word } from '../shared/lessons/transcript.ts';

/** Turns as [seconds of start, text]; a word takes 0.3 s, without a gap to the next. */
export type Turn = readonly [number, string];

/** A lesson in which each turn is one segment, with word times and with voice where the words are. */
export function lesson(turns: readonly Turn[], { durationSeconds = 60 } = {}): Transcript {
  const segments = turns.map(([start, text]) => {
    const words = wordsFrom(start, text);
    return { start, end: words.at(-1)?.end ?? start, text, words };
  });
  return { ...empty(durationSeconds), segments, voice: segments.map(({ start, end }) => ({ start, end })) };
}

export function wordsFrom(start: number, text: string): Word[] {
  return text.split(' ').map((word, index) => ({
    start: seconds(start + 0.3 * index),
    end: seconds(start + 0.3 * (index + 1)),
    text: word,
  }));
}

/** The same lesson from a recogniser that gives no word times. */
export function withoutWordTimes(transcript: Transcript): Transcript {
  return { ...transcript, segments: transcript.segments.map(({ words: _words, ...segment }) => segment) };
}

export function withVoice(transcript: Transcript, voice: readonly Span[]): Transcript {
  return { ...transcript, voice: [...voice] };
}

export function empty(durationSeconds: number): Transcript {
  return { language: 'en', durationSeconds, engine: 'test', model: 'test', segments: [], voice: [] };
}

const seconds = (time: number): number => Math.round(time * 1000) / 1000;
