// Processor seconds that the recogniser with base took for 20 s of the sample lesson, from every sixth second on: measured
// on 2026-11-29 on two cores. One piece was decoded several times over.
const measured = [
  3.89, 3.11, 7.78, 3.16, 2.89, 2.85, 2.95, 3.22, 3.71, 3.63, 3.25, 2.89, 2.82, 2.71, 2.98, 3.25, 3.14,
] as const;

/** How long a chunk of two minutes takes, in seconds: six pieces that lie together, others with each call. */
export function chunkSeconds(call: number): number {
  let seconds = 0;
  for (let piece = 0; piece < 6; piece += 1) seconds += measured[(call * 5 + piece) % measured.length] ?? 0;
  return seconds;
}
