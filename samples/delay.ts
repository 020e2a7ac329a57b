import { samplesPerSecond } from './sound.ts';

const searchedSeconds = 0.05;
const comparedSeconds = 8;

/**
 * How much later (seconds, negative: earlier) the same sound comes in `heard` than in `mixed`, to a quarter of a
 * millisecond and at most 50 ms: where the two agree best over their first eight seconds.
 */
export function delayOf(heard: Float32Array, mixed: Float32Array): number {
  const reach = Math.round(searchedSeconds * samplesPerSecond);
  const step = samplesPerSecond / 4000;
  const end = Math.min(mixed.length - reach, comparedSeconds * samplesPerSecond);
  let best = { agreement: -Infinity, shift: 0 };
  for (let shift = -reach; shift <= reach; shift += step) {
    let agreement = 0;
    for (let index = reach; index < end; index++) agreement += (mixed[index] ?? 0) * (heard[index + shift] ?? 0);
    if (agreement > best.agreement) best = { agreement, shift };
  }
  return best.shift / samplesPerSecond;
}
