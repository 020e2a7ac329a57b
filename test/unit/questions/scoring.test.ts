import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../scripts/train/scoring/bootstrap.ts';
import { calibrationError, reliability } from '../../../scripts/train/scoring/reliability.ts';
import { accuracy, type Judged, labelScore, macroF1, subtypeAccuracy } from '../../../scripts/train/scoring/scores.ts';

const judged = (truth: Judged['truth'], label: Judged['label'], confidence = 0.9): Judged => ({
  truth,
  label,
  subtype: label === 'OEQ' ? 'explain' : 'yes-no',
  confidence,
});
const mixed = [judged('OEQ', 'OEQ'), judged('OEQ', 'CEQ'), judged('CEQ', 'CEQ'), judged('CEQ', 'CEQ')];

describe('scores', () => {
  it('are those of the confusion table', () => {
    expect(accuracy(mixed)).toBe(0.75);
    expect(labelScore(mixed, 'OEQ')).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3, count: 2 });
    expect(labelScore(mixed, 'CEQ')).toMatchObject({ precision: 2 / 3, recall: 1, f1: 0.8 });
    expect(macroF1(mixed)).toBeCloseTo((2 / 3 + 0.8) / 2, 10);
  });

  it('judge subtypes only where the true one is known', () => {
    expect(subtypeAccuracy([...mixed, { ...judged('CEQ', 'CEQ'), truthSubtype: 'yes-no' }])).toBe(1);
    expect(subtypeAccuracy(mixed)).toBeNaN();
  });
});

describe('calibration', () => {
  it('is the distance of confidence and truth', () => {
    const items = [...Array(3).fill(judged('CEQ', 'CEQ', 0.9)), judged('OEQ', 'CEQ', 0.9)];
    expect(calibrationError(items)).toBeCloseTo(0.15, 10);
    expect(calibrationError([judged('CEQ', 'CEQ', 1)])).toBe(0);
  });

  it('puts every question into one bin', () => {
    const items = [0.5, 0.6, 0.7, 0.95, 0.98, 1].map((confidence) => judged('CEQ', 'CEQ', confidence));
    expect(reliability(items).reduce((sum, { count }) => sum + count, 0)).toBe(items.length);
  });
});

describe('bootstrapInterval', () => {
  const items = Array.from({ length: 200 }, (_, index) => (index % 4 === 0 ? 0 : 1));
  const mean = (sample: readonly number[]) => sample.reduce((sum, value) => sum + value, 0) / sample.length;

  it('holds the score, and is the same for the same seed', () => {
    const interval = bootstrapInterval(items, mean);
    expect(interval.low).toBeLessThan(0.75);
    expect(interval.high).toBeGreaterThan(0.75);
    expect(interval.high - interval.low).toBeLessThan(0.2);
    expect(bootstrapInterval(items, mean)).toEqual(interval);
    expect(bootstrapInterval(items, mean, { seed: 2 })).not.toEqual(interval);
  });

  it('is wider where items hang together', () => {
    const groups = items.map((_, index) => index % 8);
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(bootstrapInterval(items, mean, { groups }))).toBeGreaterThan(width(bootstrapInterval(items, mean)));
  });
});
