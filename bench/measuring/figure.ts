import { z } from 'zod';

/** What a bench is told. */
export interface BenchOptions {
  /** Small sizes, to see that a bench works; its figures say little and are not kept. */
  readonly quick: boolean;
  /** A commit to be held against, instead of the bench's own choice. */
  readonly against?: string;
  /** Tells the person who waits what is going on. */
  readonly say: (line: string) => void;
}

const targetSchema = z.object({
  of: z.enum(['value', 'ratio']),
  is: z.enum(['at most', 'at least']),
  limit: z.number(),
});

/** What a figure is held to: its ratio to the baseline, or itself where no machine's speed is in it. */
export type Target = Readonly<z.infer<typeof targetSchema>>;

const figureSchema = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  /** The same thing measured of the baseline, in the same run and unit. */
  baseline: z.number().nullable(),
  /** Value by baseline. */
  ratio: z.number().nullable(),
  target: targetSchema.nullable(),
  met: z.boolean().nullable(),
});

/** One thing that was measured. */
export type Figure = Readonly<z.infer<typeof figureSchema>>;

/** What a bench found, and what of: sizes, counts, who stood in for whom. */
export const benchResultSchema = z.object({
  figures: z.array(figureSchema).readonly(),
  conditions: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
});
export type BenchResult = Readonly<z.infer<typeof benchResultSchema>>;

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

const unitsOfSpeed = new Set(['ms', 's', 'min', '1/s', '1/min', '1/h']);

/**
 * A figure, with its ratio to the baseline and whether it reaches its target.
 * @throws Error when a time or a rate is held to a number of its own: on a slower machine it would be missed though
 *   nothing got worse.
 */
export function figure({ name, value, unit, baseline, ratio, target }: Measured): Figure {
  if (target?.of === 'value' && unitsOfSpeed.has(unit))
    throw new Error(`${name} (${unit}): hold its ratio to a target.`);
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

/** For sizes, counts and scores, which are the same on every machine. */
export const atMost = (limit: number): Target => ({ of: 'value', is: 'at most', limit });
export const ratioAtMost = (limit: number): Target => ({ of: 'ratio', is: 'at most', limit });
export const ratioAtLeast = (limit: number): Target => ({ of: 'ratio', is: 'at least', limit });

/** The middle of several measurements. @throws Error when there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('Nothing was measured.');
  return (low + high) / 2;
}
