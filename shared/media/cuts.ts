import type { Span } from '../lessons/transcript.ts';

/** Seconds that a chunk should have, and may have at most. */
export interface CutLimits {
  readonly chunkSeconds: number;
  readonly maxChunkSeconds: number;
}

// A pause of this length lies between sentences; a shorter one may lie within a word.
const pauseSeconds = 0.3;
// Times are multiples of 10 ms: 160 samples, so that every cut falls on a sample.
const onGrid = (seconds: number) => Math.round(seconds * 100) / 100;

const within = (pauses: readonly Span[], from: number, to: number) =>
  pauses
    .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))
    .filter(({ start, end }) => end > start);

/** The middle of the pause nearest to `wanted`; a long pause may be a little further away. */
function bestOf(pauses: readonly Span[], wanted: number): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const { start, end } of pauses) {
    const middle = (start + end) / 2;
    const cost = Math.abs(middle - wanted) - 5 * Math.min(end - start, 2);
    if (cost < least) [best, least] = [middle, cost];
  }
  return best;
}

/** Where to end the chunk that starts at `start`. */
function nextCut(pauses: readonly Span[], start: number, limits: CutLimits): number {
  const { chunkSeconds, maxChunkSeconds } = limits;
  const latest = start + maxChunkSeconds;
  const wanted = start + chunkSeconds;
  const long = (spans: readonly Span[]) => spans.filter((span) => span.end - span.start >= pauseSeconds);
  return (
    bestOf(long(within(pauses, start + chunkSeconds / 2, latest)), wanted) ??
    bestOf(long(within(pauses, start + pauseSeconds, latest)), wanted) ??
    // Nobody stops talking: the longest breath there is, late in the window, else right at the limit.
    within(pauses, start + maxChunkSeconds / 2, latest).reduce<{ at: number; length: number }>(
      (best, { start: from, end: to }) => (to - from > best.length ? { at: (from + to) / 2, length: to - from } : best),
      { at: latest, length: 0 },
    ).at
  );
}

/**
 * Cuts a recording into chunks for a recogniser, in pauses, never longer than the limit. They cover the whole sound,
 * also where nobody seems to speak: loudness says where to cut, and not what there is to hear.
 * @param loud where it is as loud as a voice is, in order of time
 */
export function planChunks(loud: readonly Span[], durationSeconds: number, limits: CutLimits): Span[] {
  const pauses: Span[] = [...loud, { start: durationSeconds, end: durationSeconds }].map(({ start }, at) => ({
    start: loud[at - 1]?.end ?? 0,
    end: start,
  }));
  const chunks: Span[] = [];
  let start = 0;
  while (start < durationSeconds) {
    // What is little over the wanted length stays whole: two halves would be worse to understand.
    const rest = durationSeconds - start;
    const whole = rest <= Math.min(limits.maxChunkSeconds, limits.chunkSeconds * 1.25);
    const end = whole ? durationSeconds : onGrid(nextCut(pauses, start, limits));
    chunks.push({ start, end: whole ? Math.max(onGrid(end), start + 0.01) : end });
    start = end;
  }
  return chunks;
}
