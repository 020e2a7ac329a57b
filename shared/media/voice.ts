import type { Span } from '../lessons/transcript.ts';
import { frameSeconds } from './levels.ts';
import { stepFrames, surroundingsOf } from './loudness.ts';

// In dB. A voice rises this far above the noise; it is followed down to `hold` lower, where words fade out.
const aboveFloor = 10;
const hold = 4;
// What is this far below the loud parts around is echo and breath. A child far from the microphone is 20 to 30 below.
const belowLoud = 36;
// Quieter than any voice that a recogniser could use; the noise of a good converter is at -90.
const quietest = -70;

// In frames of 10 ms. The stop in "paper" lasts 0.1 s; a wait is longer than a fifth of a second.
const shortestGap = 20;
const shortestVoice = 10;
const shortestLoud = 5;

/** Mean power over three frames, so that a single click or dip decides nothing. */
function smoothed(levels: Float32Array): Float32Array {
  const power = (at: number) => 10 ** ((levels[at] ?? levels[Math.min(Math.max(at, 0), levels.length - 1)] ?? 0) / 10);
  return levels.map((_, at) => 10 * Math.log10((power(at - 1) + power(at) + power(at + 1)) / 3));
}

interface Run {
  readonly first: number;
  readonly last: number;
  /** Frames in it that are well above the noise. */
  readonly loud: number;
}

/** Stretches of frames above the lower threshold, those apart by less than the shortest gap joined. */
function runsOf(levels: Float32Array): Run[] {
  const { floor, loud } = surroundingsOf(levels);
  const runs: Run[] = [];
  for (const [frame, level] of smoothed(levels).entries()) {
    const step = Math.floor(frame / stepFrames);
    const threshold = Math.max((floor[step] ?? 0) + aboveFloor, (loud[step] ?? 0) - belowLoud, quietest);
    if (level < threshold - hold) continue;
    const counts = level >= threshold ? 1 : 0;
    const before = runs.at(-1);
    if (before !== undefined && frame - before.last <= shortestGap) {
      runs[runs.length - 1] = { first: before.first, last: frame, loud: before.loud + counts };
    } else {
      runs.push({ first: frame, last: frame, loud: counts });
    }
  }
  return runs;
}

const seconds = (frame: number) => Math.round(frame * frameSeconds * 100) / 100;

/**
 * Where anybody speaks, from the levels of 10 ms frames: apart by 0.2 s or more, each 0.1 s or longer.
 * Goes by loudness against the noise around, so it also takes a clap or a song for a voice, but no steady noise.
 */
export function findVoice(levels: Float32Array): Span[] {
  return runsOf(levels)
    .filter(({ first, last, loud }) => loud >= shortestLoud && last - first + 1 >= shortestVoice)
    .map(({ first, last }) => ({ start: seconds(first), end: seconds(last + 1) }));
}
