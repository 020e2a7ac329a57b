import type { Span } from '../lessons/transcript.ts';

/** Seconds that a chunk should have, and may have at most. */
export interface CutLimits {
  readonly chunkSeconds: number;
  readonly maxChunkSeconds: number;
}

// A pause of this length lies between sentences; a shorter one may lie within a word.
const pauseSeconds = 0.3;
// Sound before the first and after the last voice of a chunk: a recogniser wants some, and invents words in more.
const marginSeconds = 1;
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
 * Cuts a recording into chunks for a recogniser, in pauses, never longer than the limit. Chunks do not overlap;
 * a stretch in which nobody speaks, at a chunk's edge or as a whole, is in none.
 * @param voice where anybody speaks, in order of time
 */
export function planChunks(voice: readonly Span[], durationSeconds: number, limits: CutLimits): Span[] {
  const pauses: Span[] = [...voice, { start: durationSeconds, end: durationSeconds }].map(({ start }, at) => ({
    start: voice[at - 1]?.end ?? 0,
    end: start,
  }));
  const chunks: Span[] = [];
  let start = 0;
  let first = 0;
  while (start < durationSeconds) {
    // What is little over the wanted length stays whole: two halves would be worse to understand.
    const rest = durationSeconds - start;
    const whole = rest <= Math.min(limits.maxChunkSeconds, limits.chunkSeconds * 1.25);
    const end = whole ? durationSeconds : onGrid(nextCut(pauses, start, limits));
    while ((voice[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first += 1;
    let last = first;
    while ((voice[last]?.start ?? Number.POSITIVE_INFINITY) < end) last += 1;
    const [from, to] = [voice[first], voice[last - 1]];
    if (last > first && from !== undefined && to !== undefined) {
      chunks.push({
        start: onGrid(Math.max(start, from.start - marginSeconds)),
        end: onGrid(Math.min(end, to.end + marginSeconds)),
      });
    }
    start = end;
  }
  return chunks;
}
