import type { Segment, Span, Transcript } from '../lessons/transcript.ts';
import { mergeSpans } from './spans.ts';

/** One word on the lesson's time line; `measured` is false where its time was only spread over its segment. */
export interface TimedWord extends Span {
  readonly text: string;
  readonly measured: boolean;
  /** That it is right, where the recogniser tells. */
  readonly probability?: number | undefined;
  /** Natural logarithm of the probability that its segment is right; only where that is in doubt. */
  readonly doubt?: number;
  /** ISO 639-1 of its segment; absent where nobody told it */
  readonly language?: string | undefined;
  /** which segment of the transcript it is in, from 0 */
  readonly segment: number;
  /** whose voice its segment is, from 0; absent or null where nobody knows */
  readonly speaker?: number | null | undefined;
}

/**
 * All words of a transcript in order. Where a segment has no word times, its words are spread over the voiced part
 * of the segment in proportion to their length, and marked as not measured. What was not understood has no words.
 */
export function timedWords(transcript: Pick<Transcript, 'segments' | 'voice'>): TimedWord[] {
  const voice = mergeSpans(transcript.voice);
  return transcript.segments.flatMap((segment, index) => {
    if (segment.heard === 'not-understood') return [];
    const { language, speaker } = segment;
    const told = { ...(language === undefined ? {} : { language }), ...(speaker === undefined ? {} : { speaker }) };
    const words = wordsOf(segment, index, voice).map((word) => ({ ...word, ...told }));
    if (segment.heard !== 'doubtful') return words;
    const { logProbability = -1, languageProbability = 1 } = segment;
    const doubt = logProbability + Math.log(languageProbability);
    return words.map((word) => ({ ...word, doubt }));
  });
}

function wordsOf(segment: Segment, index: number, voice: readonly Span[]): TimedWord[] {
  const measured = (segment.words ?? []).flatMap((word) =>
    word.text.trim() === ''
      ? []
      : [
          {
            start: word.start,
            end: Math.max(word.start, word.end),
            text: word.text.trim(),
            measured: true,
            segment: index,
            probability: word.probability,
          },
        ],
  );
  return measured.length > 0 ? measured : spread(segment, index, voice);
}

function spread(segment: Segment, index: number, voice: readonly Span[]): TimedWord[] {
  const texts = segment.text.split(/\s+/u).filter((text) => text !== '');
  const voiced = within(voice, segment);
  const places = voiced.length > 0 ? voiced : [{ start: segment.start, end: Math.max(segment.start, segment.end) }];
  const seconds = places.reduce((sum, place) => sum + place.end - place.start, 0);
  const letters = texts.reduce((sum, text) => sum + text.length + 1, 0);
  let before = 0;
  return texts.map((text) => {
    const start = timeAt(places, (seconds * before) / letters);
    before += text.length + 1;
    return {
      start,
      end: Math.max(start, timeAt(places, (seconds * before) / letters)),
      text,
      measured: false,
      segment: index,
    };
  });
}

function within(spans: readonly Span[], limits: Span): Span[] {
  return mergeSpans(
    spans.map(({ start, end }) => ({ start: Math.max(start, limits.start), end: Math.min(end, limits.end) })),
  );
}

/** The time at which `elapsed` seconds of the places have passed. */
function timeAt(places: readonly Span[], elapsed: number): number {
  let left = elapsed;
  let time = 0;
  for (const place of places) {
    const length = place.end - place.start;
    if (left <= length) return place.start + left;
    left -= length;
    time = place.end;
  }
  return time;
}
