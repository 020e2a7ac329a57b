import { createHash } from 'node:crypto';
import {
  closedSubtypes,
  type Label,
  openSubtypes,
  type Subtype,
  subtypesOf,
} from '../../../shared/lessons/question.ts';
import { columnNames, type LocalModel } from '../../../shared/questions/localModel.ts';
import { plainWords } from '../../../shared/questions/plainWords.ts';
import type { Row } from '../rows.ts';
import { type Training, trainings } from './languages.ts';
import { fitLogistic, type LinearClassifier, type SparseRows } from './logistic.ts';

/** Chosen by grouped cross-validation on the training file; the model card gives what others would have scored. */
export const settings = {
  /** features that fewer training questions have are left out, unless the codebook decides on them */
  rarest: 3,
  /** pull of the weights towards zero */
  penalty: 2,
  subtypePenalty: 1,
  /** features of meaning count more, plain words less, than features of form: they carry over to new talk better */
  scales: { sense: 3, matrix: 3, kind: 3, word: 0.5, pair: 0.5, stem: 0.5, ends: 0.5 } as Readonly<
    Record<string, number>
  >,
  /** rare subtypes count more: the share of a subtype to this power divides its rows' weights */
  balance: 0.5,
};

/** The row of weights of every feature, and the bias, before rounding and calibration. */
export interface FittedModel {
  readonly columns: ReadonlyMap<string, number>;
  readonly label: LinearClassifier;
  readonly subtypes: Readonly<Record<Label, LinearClassifier>>;
}

export interface FeaturedRow extends Row {
  readonly features: readonly string[];
}

export function withFeatures(rows: readonly Row[]): FeaturedRow[] {
  return rows.map((row) => ({ ...row, features: trainings[row.language ?? 'en'].featuresOf(row.text) }));
}

/**
 * The language that a model of these rows is for, and how it is seen.
 * @throws Error when the rows are of several languages: each has a model of its own
 */
export function trainingOf(rows: readonly Row[]): Training {
  const [language = 'en', ...more] = new Set(rows.map((row) => row.language ?? 'en'));
  if (more.length > 0) throw new Error('the questions are of several languages: train each alone');
  return trainings[language];
}

/** Fits label and subtypes to the rows and to the codebook's decisions. No chance in it. */
export function fitModel(rows: readonly FeaturedRow[]): FittedModel {
  const training = trainingOf(rows);
  const { decisions } = training;
  const columns = columnsOf(rows, training);
  const scales = Float64Array.from(columns.keys(), (name) => settings.scales[name.split(':', 1)[0] ?? ''] ?? 1);
  const encoded = rows.map(({ features }) => encode(features, columns));
  const label = fitLogistic({
    rows: [...encoded, ...decisions.map(({ features }) => encode(features, columns))],
    targets: [...rows, ...decisions].map((row) => (row.label === 'OEQ' ? 1 : 0)),
    rowWeights: [...rows, ...decisions].map(({ weight }) => weight),
    classes: 2,
    columnScales: scales,
    penalty: settings.penalty,
  });
  return {
    columns,
    label,
    subtypes: {
      OEQ: fitSubtypes(rows, encoded, 'OEQ', openSubtypes, scales),
      CEQ: fitSubtypes(rows, encoded, 'CEQ', closedSubtypes, scales),
    },
  };
}

function fitSubtypes(
  rows: readonly FeaturedRow[],
  encoded: SparseRows,
  label: Label,
  names: readonly Subtype[],
  columnScales: Float64Array,
): LinearClassifier {
  const chosen = rows.flatMap((row, index) => {
    const code = encoded[index];
    return row.label === label && row.subtype && code ? [{ code, subtype: row.subtype, weight: row.weight }] : [];
  });
  const counts = new Map<Subtype, number>();
  for (const { subtype } of chosen) counts.set(subtype, (counts.get(subtype) ?? 0) + 1);
  const even = chosen.length / Math.max(1, counts.size);
  return fitLogistic({
    rows: chosen.map(({ code }) => code),
    targets: chosen.map(({ subtype }) => names.indexOf(subtype)),
    rowWeights: chosen.map(({ subtype, weight }) => weight * (even / (counts.get(subtype) ?? 1)) ** settings.balance),
    classes: names.length,
    columnScales,
    penalty: settings.subtypePenalty,
    iterations: 80,
  });
}

/** Columns for the features that are common enough, in the order in which the rows first show them. */
function columnsOf(
  rows: readonly FeaturedRow[],
  { decisions, fewestSources, withoutNames }: Training,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of [...rows, ...decisions]) {
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const sources = new Set(rows.map(({ source }) => source));
  const sourcesOf = new Map<string, Set<string>>();
  for (const { features, source } of rows) {
    for (const feature of features) sourcesOf.set(feature, (sourcesOf.get(feature) ?? new Set()).add(source));
  }
  const fewest = Math.min(fewestSources, sources.size);
  const names = withoutNames ? namesIn(rows) : new Set<string>();
  const isShared = (feature: string) =>
    (sourcesOf.get(feature)?.size ?? 0) >= fewest &&
    !feature
      .split(/[: ]/u)
      .slice(1)
      .some((word) => names.has(word));
  const columns = new Map<string, number>();
  const decided = new Set(decisions.flatMap(({ features }) => features));
  for (const [feature, count] of counts) {
    if (decided.has(feature) || (count >= settings.rarest && isShared(feature))) columns.set(feature, columns.size);
  }
  return columns;
}

/** Words that stand with a capital where no sentence begins: names of people, which no model needs to know. */
function namesIn(rows: readonly Row[]): Set<string> {
  const inside = rows.flatMap(({ text }) => [...text.matchAll(/(?<=[\p{L},] )\p{Lu}\p{Ll}+/gu)].map(([word]) => word));
  return new Set(inside.flatMap(plainWords));
}

function encode(features: readonly string[], columns: ReadonlyMap<string, number>): Uint32Array {
  return Uint32Array.from(features.flatMap((feature) => columns.get(feature) ?? []));
}

/** The calibrated model in the form that the engine loads, its numbers rounded to thousandths of log-odds. */
export function toLocalModel(
  fitted: FittedModel,
  calibration: LocalModel['calibration'],
  language: LocalModel['language'] = 'en',
): LocalModel {
  const features: Record<string, number[]> = {};
  const names = [...fitted.columns.keys()].sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const row = numbersOf(fitted, (model, k) => model.weights[k]?.[fitted.columns.get(name) ?? -1] ?? 0);
    if (row.some((number) => number !== 0)) features[name] = row;
  }
  const body = {
    columns: [...columnNames],
    calibration: { slope: round(calibration.slope), offset: round(calibration.offset) },
    bias: numbersOf(fitted, (model, k) => model.biases[k] ?? 0),
    features,
  };
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const version = `local-${digest.slice(0, 8)}`;
  return { format: 1, language, version, ...body };
}

function numbersOf({ label, subtypes }: FittedModel, read: (model: LinearClassifier, k: number) => number): number[] {
  const open = read(label, 1) - read(label, 0);
  const rest = (['OEQ', 'CEQ'] as const).flatMap((name) => subtypesOf[name].map((_, k) => read(subtypes[name], k)));
  return [open, ...rest].map(round);
}

function round(number: number): number {
  // Adding zero turns minus zero into zero: both are the same weight and should be the same bytes.
  return Math.round(number * 1000) / 1000 + 0;
}

/** The model as text, a feature a line, so that a person can read it and a difference shows what changed. */
export function modelText(model: LocalModel): string {
  const { features, language, ...rest } = model;
  // A model of English says no language, as before there was another.
  const head = language === 'en' ? rest : { language, ...rest };
  const lines = Object.entries(features).map(([name, row]) => `    ${JSON.stringify(name)}: [${row.join(', ')}]`);
  const top = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${top.join(',\n')},\n  "features": {\n${lines.join(',\n')}\n  }\n}\n`;
}
