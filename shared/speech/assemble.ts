import type { Segment, Span } from '../lessons/transcript.ts';

interface Chunk {
  /** Seconds from the video's start. */
  readonly start: number;
  readonly end: number;
  readonly segments: readonly Segment[];
}

// A segment must share at least this much time with measured voice, with this much tolerance at its borders.
const leastVoicedSeconds = 0.1;
const toleranceSeconds = 0.3;

/** Seconds that a span shares with measured voice. */
function voiced(span: Span, voice: readonly Span[]): number {
  return voice.reduce(
    (sum, part) => sum + Math.max(0, Math.min(span.end, part.end) - Math.max(span.start, part.start)),
    0,
  );
}

/**
 * Joins the chunks' segments to one lesson, in video time and in order.
 * Whisper invents text where nobody speaks and repeats itself: segments without measured voice are dropped,
 * and of a text said three times running, or more, the first is kept.
 */
export function assembleSegments(chunks: readonly Chunk[], voice: readonly Span[]): Segment[] {
  const all = chunks
    .flatMap((chunk) => chunk.segments.map((segment) => shifted(segment, chunk.start, chunk.end)))
    .sort((a, b) => a.start - b.start)
    .filter(
      (segment) =>
        voiced({ start: segment.start - toleranceSeconds, end: segment.end + toleranceSeconds }, voice) >=
        leastVoicedSeconds,
    );
  const kept: Segment[] = [];
  for (let from = 0; from < all.length; ) {
    let to = from + 1;
    while (to < all.length && all[to]?.text === all[from]?.text) to += 1;
    kept.push(...all.slice(from, to - from >= 3 ? from + 1 : to));
    from = to;
  }
  return withoutOverlap(kept);
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
