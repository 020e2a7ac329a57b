import { type Label, type Subtype, subtypesOf } from '../../../shared/lessons/question.ts';
import { numbersPerFeature } from '../../../shared/questions/localModel.ts';
import { type Calibration, calibrated, fitCalibration } from './calibration.ts';
import { type FeaturedRow, fitModel, toLocalModel } from './fit.ts';
import { foldsOf, groupsOf } from './folds.ts';

export const foldCount = 10;

/** What a model that has not seen the row, nor any like it, says of it. */
export interface Held {
  readonly label: Label;
  readonly subtype: Subtype;
  /** probability of the label, calibrated on other folds */
  readonly confidence: number;
}

export interface CrossValidation {
  /** in the order of the rows */
  readonly held: readonly Held[];
  /** the calibration for a model trained on all rows */
  readonly calibration: Calibration;
  readonly groupCount: number;
}

/**
 * Grouped cross-validation: near-duplicates stay in one fold. Each fold's calibration is fitted to the held-out scores
 * of the other folds, so neither weights nor calibration have seen what they are judged on.
 */
export function crossValidate(rows: readonly FeaturedRow[], seed: number): CrossValidation {
  const groups = groupsOf(rows);
  const folds = foldsOf(groups, foldCount, seed);
  const open = rows.map(({ label }) => label === 'OEQ');
  const scores = new Array<Float64Array>(rows.length);
  for (let fold = 0; fold < foldCount; fold += 1) {
    const score = scorerFrom(rows.filter((_, index) => folds[index] !== fold));
    for (const [index, row] of rows.entries()) if (folds[index] === fold) scores[index] = score(row);
  }
  const raw = scores.map((row) => row[0] ?? 0);
  const calibrations = Array.from({ length: foldCount }, (_, fold) => {
    const others = rows.map((_row, index) => index).filter((index) => folds[index] !== fold);
    return fitCalibration(
      others.map((index) => raw[index] ?? 0),
      others.map((index) => open[index] ?? false),
    );
  });
  const held = scores.map((row, index) => heldFrom(row, calibrations[folds[index] ?? 0] ?? { slope: 1, offset: 0 }));
  return { held, calibration: fitCalibration(raw, open), groupCount: new Set(groups).size };
}

/** Trains on all sources but one and codes that one: how the model fares on talk of a kind that it has not seen. */
export function leaveOneSourceOut(rows: readonly FeaturedRow[]): Map<string, { rows: FeaturedRow[]; held: Held[] }> {
  const results = new Map<string, { rows: FeaturedRow[]; held: Held[] }>();
  for (const source of new Set(rows.map((row) => row.source))) {
    const inside = rows.filter((row) => row.source !== source);
    const outside = rows.filter((row) => row.source === source);
    if (new Set(inside.map(({ label }) => label)).size < 2) continue;
    const score = scorerFrom(inside);
    results.set(source, { rows: outside, held: outside.map((row) => heldFrom(score(row), { slope: 1, offset: 0 })) });
  }
  return results;
}

/** Scores of a row: log-odds for open, then each subtype's score. */
function scorerFrom(rows: readonly FeaturedRow[]): (row: FeaturedRow) => Float64Array {
  const model = toLocalModel(fitModel(rows), { slope: 1, offset: 0 });
  const weights = new Map(Object.entries(model.features));
  return ({ features }) => {
    const sums = Float64Array.from(model.bias);
    for (const feature of features) {
      const row = weights.get(feature);
      for (let k = 0; row && k < numbersPerFeature; k += 1) sums[k] = (sums[k] ?? 0) + (row[k] ?? 0);
    }
    return sums;
  };
}

function heldFrom(scores: Float64Array, calibration: Calibration): Held {
  const open = calibrated(scores[0] ?? 0, calibration);
  const label: Label = open >= 0.5 ? 'OEQ' : 'CEQ';
  const names: readonly Subtype[] = subtypesOf[label];
  const first = label === 'OEQ' ? 1 : 1 + subtypesOf.OEQ.length;
  const own = [...scores.slice(first, first + names.length)];
  const subtype = names[own.indexOf(Math.max(...own))] ?? subtypesOf[label][0];
  return { label, subtype, confidence: Math.max(open, 1 - open) };
}
