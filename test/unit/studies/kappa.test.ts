import { describe, expect, test } from 'vitest';
import { krippendorffsAlpha } from '../../../shared/studies/alpha.ts';
import { cohensKappa } from '../../../shared/studies/kappa.ts';

/** The pairs of a table whose rows are the first coder's codes, and its columns the second one's. */
const pairsOf = (table: readonly (readonly number[])[]) =>
  table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, () => [String(i), String(j)] as const)),
  );

describe('Cohen’s kappa', () => {
  // 200 cases and three diagnoses: Cohen (1968), Weighted kappa, Table 1. R's psych gives it in help(cohen.kappa) with
  // "cohen reports .492" for the kappa without weights.
  test('is 0.492 for Cohen’s own example', () => {
    const { units, agreement, kappa } = cohensKappa(
      pairsOf([
        [88, 14, 18],
        [10, 40, 10],
        [2, 6, 12],
      ]),
    );
    expect(units).toBe(200);
    expect(agreement).toBeCloseTo(0.7, 10);
    expect(kappa?.toFixed(3)).toBe('0.492');
  });

  // What SAS (PROC FREQ) prints for this table: statsmodels/stats/tests/test_inter_rater.py, UnweightedCohens.
  test('has the standard error and the interval of Fleiss, Cohen and Everitt as SAS prints them', () => {
    const { kappa, standardError, low, high } = cohensKappa(
      pairsOf([
        [0, 4, 1],
        [0, 8, 0],
        [0, 1, 5],
      ]),
    );
    expect([kappa, standardError, low, high].map((figure) => figure?.toFixed(4))).toEqual([
      '0.4842',
      '0.1380',
      '0.2137',
      '0.7547',
    ]);
  });

  test('is not known without units, nor where both say one thing throughout', () => {
    expect(cohensKappa([])).toEqual({
      units: 0,
      agreement: null,
      kappa: null,
      standardError: null,
      low: null,
      high: null,
    });
    expect(cohensKappa([['a', 'a'] as const])).toMatchObject({ units: 1, agreement: 1, kappa: null, low: null });
  });

  test('is 1, and sure, where they always agree', () => {
    const { kappa, standardError, low, high } = cohensKappa(
      pairsOf([
        [3, 0],
        [0, 4],
      ]),
    );
    expect(kappa).toBe(1);
    expect(standardError).toBeCloseTo(0, 6);
    expect(low).toBeCloseTo(1, 6);
    expect(high).toBe(1);
  });
});

describe('Krippendorff’s alpha', () => {
  /** Units from a row of signs for each coder; a dot where a coder said nothing. */
  const unitsOf = (...coders: readonly string[]) =>
    [...(coders[0] ?? '')].map((_, unit) => coders.flatMap((row) => (row[unit] === '.' ? [] : [row[unit] ?? ''])));

  // The three examples of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".
  test('is 0.743 for four coders, some of whom left units out', () => {
    const { units, codes, alpha } = krippendorffsAlpha(
      unitsOf('123321412...', '1233224125.3', '.3332342251.', '12332441251.'),
    );
    expect([units, codes, alpha?.toFixed(3)]).toEqual([11, 40, '0.743']);
  });

  test('is 0.095 for two coders and two codes', () => {
    expect(krippendorffsAlpha(unitsOf('0100000010', '1110010000')).alpha?.toFixed(3)).toBe('0.095');
  });

  test('is 0.692 for two coders and five codes', () => {
    expect(krippendorffsAlpha(unitsOf('aabbdcccedda', 'babbbccceddd')).alpha?.toFixed(3)).toBe('0.692');
  });

  test('is not known where one code alone was given', () => {
    expect(krippendorffsAlpha([['a', 'a'], ['b']])).toEqual({ units: 1, codes: 2, alpha: null });
  });
});
