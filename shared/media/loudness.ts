import { lowestLevel } from './levels.ts';

/** How loud it is around each second of a recording, from levels of 10 ms frames. All in dB below full scale. */
export interface Surroundings {
  /** The noise that is always there. */
  readonly floor: Float32Array;
  /** The voices' loud parts. */
  readonly loud: Float32Array;
}

/** Frames that share one floor: half a second. */
export const stepFrames = 50;

const aroundSteps = 20;
const steadySteps = 2;
const bins = -lowestLevel + 1;
const binOf = (level: number) => Math.min(bins - 1, Math.max(0, Math.round(level) - lowestLevel));

/** The level below which `share` of what a histogram counts lies. */
function percentile(histogram: Uint32Array, share: number): number {
  let left = share * histogram.reduce((sum, count) => sum + count, 0);
  for (const [bin, count] of histogram.entries()) {
    left -= count;
    if (left < 0) return bin + lowestLevel;
  }
  return lowestLevel;
}

function addTo(sum: Uint32Array, histogram: Uint32Array | undefined, sign: 1 | -1): void {
  for (const [bin, count] of histogram?.entries() ?? []) sum[bin] = (sum[bin] ?? 0) + sign * count;
}

/** One histogram a step, in whole dB. */
function histogramsOf(levels: Float32Array): Uint32Array[] {
  const steps = Array.from({ length: Math.ceil(levels.length / stepFrames) }, () => new Uint32Array(bins));
  for (const [frame, level] of levels.entries()) {
    const histogram = steps[Math.floor(frame / stepFrames)];
    const bin = binOf(level);
    if (histogram !== undefined) histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return steps;
}

// Within a second, speech goes up and down by 20 dB and more; a fan, rain or hiss stays within a few.
const steadySpread = 7;

/** The level of each step that lies in a steady second; NaN where the sound is not steady. */
function steadyLevels(steps: readonly Uint32Array[]): Float32Array {
  const levels = new Float32Array(steps.length).fill(Number.NaN);
  for (let first = 0; first + steadySteps <= steps.length; first += 1) {
    const sum = new Uint32Array(bins);
    for (let step = first; step < first + steadySteps; step += 1) addTo(sum, steps[step], 1);
    if (percentile(sum, 0.97) - percentile(sum, 0.03) > steadySpread) continue;
    levels.fill(percentile(sum, 0.5), first, first + steadySteps);
  }
  return levels;
}

/** Carries each steady level on for ten seconds, forwards or backwards; -Infinity where there is none to carry. */
function carried(steady: Float32Array, direction: 1 | -1): Float32Array {
  const result = new Float32Array(steady.length);
  let level = Number.NEGATIVE_INFINITY;
  let age = 0;
  for (let count = 0; count < steady.length; count += 1) {
    const step = direction === 1 ? count : steady.length - 1 - count;
    const here = steady[step] ?? Number.NaN;
    age = Number.isNaN(here) ? age + 1 : 0;
    if (age === 0) level = here;
    else if (age > aroundSteps) level = Number.NEGATIVE_INFINITY;
    result[step] = level;
  }
  return result;
}

/**
 * The floor is what is quiet within ten seconds around (speech has pauses), or, where that is higher, the steady noise
 * on both sides: ventilation that starts in the middle is the floor from then on, not a voice.
 */
export function surroundingsOf(levels: Float32Array): Surroundings {
  const steps = histogramsOf(levels);
  const before = carried(steadyLevels(steps), 1);
  const after = carried(steadyLevels(steps), -1);
  const floor = new Float32Array(steps.length);
  const loud = new Float32Array(steps.length);
  const around = new Uint32Array(bins);
  for (let step = 0; step < aroundSteps; step += 1) addTo(around, steps[step], 1);
  for (let step = 0; step < steps.length; step += 1) {
    addTo(around, steps[step + aroundSteps], 1);
    addTo(around, steps[step - aroundSteps - 1], -1);
    const noise = Math.min(before[step] ?? lowestLevel, after[step] ?? lowestLevel);
    floor[step] = Math.max(percentile(around, 0.1), noise);
    loud[step] = percentile(around, 0.95);
  }
  return { floor, loud };
}
