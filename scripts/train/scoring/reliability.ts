import type { Judged } from './scores.ts';

/** How often an engine is right where it says that it is right with a probability between `from` and `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** Edges are closer where confidences crowd, so that a bin at the top does not hide the rest. */
const edges = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1];

/** The calibration curve as a table; empty bins are left out. */
export function reliability(judged: readonly Judged[]): ReliabilityBin[] {
  const bins: ReliabilityBin[] = [];
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1] ?? 1;
    const inside = judged.filter(({ confidence }) => confidence >= from && (confidence < to || to === 1));
    if (inside.length === 0) continue;
    bins.push({
      from,
      to,
      count: inside.length,
      confidence: inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length,
      accuracy: inside.filter(({ truth, label }) => truth === label).length / inside.length,
    });
  }
  return bins;
}

/** Expected calibration error: the bins' mean distance of confidence and accuracy, by their share of the questions. */
export function calibrationError(judged: readonly Judged[]): number {
  return reliability(judged).reduce(
    (sum, { count, confidence, accuracy }) => sum + (count / judged.length) * Math.abs(confidence - accuracy),
    0,
  );
}
