import { frameSeconds } from './levels.ts';

/** A recording's loudness for the eye: whole per cent of the loudest, `peaksPerSecond` of them a second. */
export interface Waveform {
  readonly durationSeconds: number;
  readonly peaksPerSecond: number;
  readonly peaks: readonly number[];
}

// Finer than a screen shows of a whole lesson, coarse enough that four hours stay under 170 kB of JSON.
const mostPerSecond = 10;
const mostPeaks = 40_000;
// A recording in which nothing is louder than this (-50 dB) is not blown up to look like one with voices.
const quietest = 10 ** (-50 / 20);

/**
 * The picture of a recording's sound, from the levels that were measured while it streamed by.
 * @param levels dB below full scale, one each 10 ms.
 */
export function waveformOf(levels: Float32Array): Waveform {
  const durationSeconds = levels.length * frameSeconds;
  const perPeak = Math.max(Math.round(1 / (frameSeconds * mostPerSecond)), Math.ceil(levels.length / mostPeaks));
  const amplitudes: number[] = [];
  for (let from = 0; from < levels.length; from += perPeak) {
    let loudest = Number.NEGATIVE_INFINITY;
    for (const level of levels.subarray(from, from + perPeak)) loudest = Math.max(loudest, level);
    amplitudes.push(10 ** (loudest / 20));
  }
  const full = amplitudes.reduce((most, amplitude) => Math.max(most, amplitude), quietest);
  return {
    durationSeconds,
    peaksPerSecond: 1 / (perPeak * frameSeconds),
    peaks: amplitudes.map((amplitude) => Math.round((100 * amplitude) / full)),
  };
}
