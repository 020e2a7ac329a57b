import { minimise } from './lbfgs.ts';

/** Turns raw log-odds into calibrated ones: `slope * score + offset` (Platt's method). */
export interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

/**
 * Fits the calibration to scores of questions that the scoring model has not seen.
 * Targets are drawn in a little from 0 and 1, as Platt does, so that a perfect separation stays finite.
 * @param scores log-odds for open
 */
export function fitCalibration(scores: readonly number[], open: readonly boolean[]): Calibration {
  const positives = open.filter(Boolean).length;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (open.length - positives + 2);
  const [slope = 1, offset = 0] = minimise(
    (point, gradient) => {
      const [a = 0, b = 0] = point;
      let loss = 0;
      gradient.fill(0);
      for (const [index, score] of scores.entries()) {
        const z = a * score + b;
        const target = open[index] === true ? high : low;
        const probability = 1 / (1 + Math.exp(-z));
        loss += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - target * z;
        gradient[0] = (gradient[0] ?? 0) + (probability - target) * score;
        gradient[1] = (gradient[1] ?? 0) + (probability - target);
      }
      return loss;
    },
    2,
    100,
  );
  return { slope, offset };
}

/** The probability of open that a raw score stands for. */
export function calibrated(score: number, { slope, offset }: Calibration): number {
  return 1 / (1 + Math.exp(-(slope * score + offset)));
}
