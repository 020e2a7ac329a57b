import type { Span } from './speechSpans.ts';

/** A voice is known by a second and a half; a longer window holds two of them more often. */
const windowSeconds = 1.5;
const stepSeconds = 0.6;
/** Of less nobody is known. */
const shortestSeconds = 0.3;
/** A shorter pause, in which nobody else begins, is a breath. */
const breathSeconds = 0.3;

/**
 * Where to listen for whose voice it is: windows of at most 1.5 s, about every 0.6 s, inside speech and on one side of
 * each change of speaker. In seconds and in order.
 */
export function speakerWindows(speech: readonly Span[], changes: readonly number[]): Span[] {
  const pieces: Span[] = [];
  for (const span of speech) {
    const cuts = changes.filter((at) => at > span.start && at < span.end);
    const parts = [span.start, ...cuts].map((start, at) => ({ start, end: cuts[at] ?? span.end }));
    for (const [at, part] of parts.entries()) {
      const last = pieces.at(-1);
      const breath =
        at === 0 &&
        last !== undefined &&
        part.start - last.end < breathSeconds &&
        !changes.some((change) => change >= last.end && change <= part.start);
      if (breath) pieces[pieces.length - 1] = { start: last.start, end: part.end };
      else pieces.push(part);
    }
  }
  return pieces.filter(({ start, end }) => end - start >= shortestSeconds).flatMap(windowsOf);
}

/** Windows over one piece, evenly apart, the first at its beginning and the last at its end. */
function windowsOf({ start, end }: Span): Span[] {
  const spare = end - start - windowSeconds;
  if (spare <= 0) return [{ start, end }];
  const steps = Math.max(1, Math.round(spare / stepSeconds));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const from = start + (spare * step) / steps;
    return { start: from, end: from + windowSeconds };
  });
}
