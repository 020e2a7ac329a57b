import { sampleRate } from '../sound/audioFormat.ts';
import type { FindQuiet } from './windows.ts';

/** Shorter than a pause between words, longer than a period of the lowest voice. */
const lookSeconds = 0.06;

/** Finds the quietest moment of a sound between two times in seconds, by its energy over 60 ms. */
export function quietMoment(samples: Float32Array): FindQuiet {
  return (from, to) => {
    const half = Math.round((lookSeconds * sampleRate) / 2);
    const step = Math.round(half / 2);
    let quietest = to;
    let least = Number.POSITIVE_INFINITY;
    for (let at = Math.round(from * sampleRate); at <= to * sampleRate; at += step) {
      let energy = 0;
      for (const sample of samples.subarray(Math.max(0, at - half), at + half)) energy += sample * sample;
      if (energy < least) [quietest, least] = [at / sampleRate, energy];
    }
    return quietest;
  };
}
