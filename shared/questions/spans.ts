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

/** For how many seconds both are. @param a merged, as `b` */
export function sharedSeconds(a: readonly Span[], b: readonly Span[]): number {
  let sum = 0;
  let at = 0;
  for (const { start, end } of a) {
    while (at < b.length && (b[at]?.end ?? 0) <= start) at += 1;
    for (let next = at; next < b.length && (b[next]?.start ?? 0) < end; next += 1) {
      const other = b[next];
      if (other) sum += Math.min(end, other.end) - Math.max(start, other.start);
    }
  }
  return sum;
}
