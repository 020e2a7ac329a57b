import type { Segment, Span } from '../lessons/transcript.ts';
import { isPhantom } from './phantoms.ts';
import { voicedSeconds } from './voice.ts';

interface Chunk {
  /** Seconds from the video's start. */
  readonly start: number;
  readonly end: number;
  readonly segments: readonly Segment[];
}

// A segment has a voice when it shares this much time with one, with this much tolerance at its borders.
const leastVoicedSeconds = 0.1;
const toleranceSeconds = 0.3;

// Whisper's own thresholds for "nobody speaks here".
const noSpeech = 0.6;
const unlikely = -1;

/** No tongue is faster: about twelve syllables a second. */
const leastWordSeconds = 0.08;

/**
 * Joins the chunks' segments to one lesson, in video time and in order.
 * Recognisers invent text where nobody speaks: a segment is dropped where no voice was heard and the recogniser doubts
 * it itself, or is known to invent it. They get caught in loops: of a text that stands there three times running, or
 * more, what nobody's voice or no mouth could have said again is dropped.
 */
export function assembleSegments(chunks: readonly Chunk[], voice: readonly Span[]): Segment[] {
  const all = chunks
    .flatMap((chunk) => chunk.segments.map((segment) => shifted(segment, chunk.start, chunk.end)))
    .sort((a, b) => a.start - b.start)
    .filter((segment) => hasVoice(segment, voice) || !(isDoubted(segment) || isPhantom(segment.text)));
  const kept: Segment[] = [];
  for (let from = 0; from < all.length; ) {
    let to = from + 1;
    while (to < all.length && all[to]?.text === all[from]?.text) to += 1;
    const run = all.slice(from, to);
    kept.push(...(run.length >= 3 ? run.filter((segment, at) => at === 0 || isSaid(segment, voice)) : run));
    from = to;
  }
  return withoutOverlap(kept);
}

const hasVoice = ({ start, end }: Span, voice: readonly Span[]): boolean =>
  voicedSeconds({ start: start - toleranceSeconds, end: end + toleranceSeconds }, voice) >= leastVoicedSeconds;

const isDoubted = ({ noSpeechProbability, logProbability }: Segment): boolean =>
  (noSpeechProbability ?? 0) > noSpeech && (logProbability ?? 0) < unlikely;

/** Whether somebody can have said this, at this time: with a voice of their own, and not faster than anybody speaks. */
function isSaid({ start, end, text }: Segment, voice: readonly Span[]): boolean {
  const least = leastWordSeconds * text.split(/\s+/u).length;
  return end - start >= least && voicedSeconds({ start, end }, voice) >= Math.min(least, leastVoicedSeconds);
}

function shifted(segment: Segment, by: number, latest: number): Segment {
  const move = <T extends Span>(span: T): T => ({
    ...span,
    start: Math.min(span.start + by, latest),
    end: Math.min(span.end + by, latest),
  });
  return { ...move(segment), ...(segment.words === undefined ? {} : { words: segment.words.map(move) }) };
}

function withoutOverlap(segments: readonly Segment[]): Segment[] {
  return segments.map((segment, index) => {
    const next = segments[index + 1];
    return next !== undefined && next.start < segment.end
      ? { ...segment, end: Math.max(segment.start, next.start) }
      : segment;
  });
}
