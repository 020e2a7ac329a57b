import type { Sound } from './sound.ts';

// Schroeder's room: echoes that come back again and again, at times that have no common measure, then made dense.
const combs = [
  { delay: 475, feedback: 0.86 },
  { delay: 593, feedback: 0.83 },
  { delay: 659, feedback: 0.81 },
  { delay: 701, feedback: 0.8 },
];
const allPasses = [80, 27];
const density = 0.7;

/** What a hard room gives back of a sound, without the sound itself; it dies away in about 1.2 s. */
export function echoOf(sound: Sound): Sound {
  let echo = new Float32Array(sound.length);
  for (const { delay, feedback } of combs) {
    const comb = new Float32Array(sound.length);
    for (let index = delay; index < sound.length; index += 1) {
      comb[index] = (sound[index - delay] ?? 0) + feedback * (comb[index - delay] ?? 0);
      echo[index] = (echo[index] ?? 0) + (comb[index] ?? 0);
    }
  }
  for (const delay of allPasses) {
    const dense = new Float32Array(sound.length);
    for (let index = 0; index < sound.length; index += 1) {
      dense[index] = -density * (echo[index] ?? 0) + (echo[index - delay] ?? 0) + density * (dense[index - delay] ?? 0);
    }
    echo = dense;
  }
  return echo;
}
