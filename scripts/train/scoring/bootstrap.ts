import { randomFrom } from '../../../shared/randomFrom.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % percentile interval of a score over resamples with replacement. Depends on the seed alone.
 * @param groups items of one group are drawn together, because they are not independent; none: each on its own
 */
export function bootstrapInterval<T>(
  items: readonly T[],
  score: (sample: readonly T[]) => number,
  { seed = 1, samples = 2000, groups }: { seed?: number; samples?: number; groups?: readonly number[] } = {},
): Interval {
  const clusters = new Map<number, T[]>();
  for (const [index, item] of items.entries()) {
    const group = groups?.[index] ?? index;
    const cluster = clusters.get(group);
    if (cluster) cluster.push(item);
    else clusters.set(group, [item]);
  }
  const pool = [...clusters.values()];
  const random = randomFrom(seed);
  const scores = Float64Array.from({ length: samples }, () =>
    score(pool.flatMap(() => pool[Math.floor(random() * pool.length)] ?? [])),
  ).sort();
  return { low: scores[Math.floor(0.025 * samples)] ?? 0, high: scores[Math.ceil(0.975 * samples) - 1] ?? 0 };
}
