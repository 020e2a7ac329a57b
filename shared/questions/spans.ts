import type { Span } from '../lessons/transcript.ts';

/**
 * Spans in order of time, overlapping and touching ones joined, and empty or backward ones left out.
 * @param joinGapSeconds gaps up to this long are closed as well
 */
export function mergeSpans(spans: readonly Span[], joinGapSeconds = 0): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && span.start - last.end <= joinGapSeconds) last.end = Math.max(last.end, span.end);
    else merged.push({ start: span.start, end: span.end });
  }
  return merged;
}
