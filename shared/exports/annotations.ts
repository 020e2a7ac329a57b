import type { Span } from '../lessons/transcript.ts';

/** A stretch of a tier in whole milliseconds; `start < end`. */
export interface Annotation {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Index of what it was made from. */
  readonly of: number;
}

/**
 * Spans as one tier of ELAN holds them: in order, each at least a millisecond long, none over its neighbour. What
 * overlaps is cut where the next one begins; what begins with its neighbour follows it by a millisecond.
 */
export function tierOf(spans: readonly (Span & { readonly value: string })[]): Annotation[] {
  const inOrder = spans
    .map((span, of) => ({ start: milliseconds(span.start), end: milliseconds(span.end), value: span.value, of }))
    .toSorted((a, b) => a.start - b.start || a.of - b.of);
  let free = 0;
  return inOrder.map((one, index) => {
    const start = Math.max(one.start, free);
    const next = inOrder[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    const end = Math.max(start + 1, Math.min(one.end, next));
    free = end;
    return { ...one, start, end };
  });
}

const milliseconds = (seconds: number): number => Math.max(0, Math.round(seconds * 1000));
