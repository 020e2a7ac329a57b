/** What a bench is told. */
export interface BenchOptions {
  /** Small sizes, to see that a bench works; its figures say little and are not kept. */
  readonly quick: boolean;
  /** Tells the person who waits what is going on. */
  readonly say: (line: string) => void;
}

/** What a figure is held to: itself, or its ratio to the baseline. */
export interface Target {
  readonly of: 'value' | 'ratio';
  readonly is: 'at most' | 'at least';
  readonly limit: number;
}

/** One thing that was measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same thing measured of the baseline, in the same run and unit. */
  readonly baseline: number | null;
  /** Value by baseline. */
  readonly ratio: number | null;
  readonly target: Target | null;
  readonly met: boolean | null;
}

/** What a bench found, and what of: sizes, counts, who stood in for whom. */
export interface BenchResult {
  readonly figures: readonly Figure[];
  readonly conditions: Readonly<Record<string, string | number>>;
}

export type Bench = (options: BenchOptions) => Promise<BenchResult>;

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  /** Where it is not value by baseline: a median of the ratios of pairs, for one. */
  readonly ratio?: number;
  readonly target?: Target;
}

/** Four digits that count: what is beyond them changes from run to run. */
const rounded = (value: number) => Number(value.toPrecision(4));

/** A figure, with its ratio to the baseline and whether it reaches its target. */
export function figure({ name, value, unit, baseline, ratio, target }: Measured): Figure {
  const share = ratio ?? (baseline === undefined || baseline === 0 ? undefined : value / baseline);
  return {
    name,
    value: rounded(value),
    unit,
    baseline: baseline === undefined ? null : rounded(baseline),
    ratio: share === undefined ? null : rounded(share),
    target: target ?? null,
    met: target === undefined ? null : reaches(target, target.of === 'value' ? value : share),
  };
}

function reaches({ is, limit }: Target, measured: number | undefined): boolean {
  if (measured === undefined || Number.isNaN(measured)) return false;
  return is === 'at most' ? measured <= limit : measured >= limit;
}

export const atMost = (limit: number, of: Target['of'] = 'value'): Target => ({ of, is: 'at most', limit });
export const atLeast = (limit: number, of: Target['of'] = 'value'): Target => ({ of, is: 'at least', limit });

/** The middle of several measurements. @throws Error when there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('Nothing was measured.');
  return (low + high) / 2;
}
