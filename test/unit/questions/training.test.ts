import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calibrated, fitCalibration } from '../../../scripts/train/fitting/calibration.ts';
import { crossValidate } from '../../../scripts/train/fitting/crossValidation.ts';
import { fitModel, modelText, toLocalModel, withFeatures } from '../../../scripts/train/fitting/fit.ts';
import { foldsOf, groupsOf } from '../../../scripts/train/fitting/folds.ts';
import { fitLogistic } from '../../../scripts/train/fitting/logistic.ts';
import { readRows } from '../../../scripts/train/rows.ts';
import { engineFrom } from '../../../shared/questions/localEngine.ts';
import { localModelSchema } from '../../../shared/questions/localModel.ts';
import { randomFrom } from '../../../shared/randomFrom.ts';

const samples = readRows(new URL('../../../samples/questions.jsonl', import.meta.url).pathname);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askwell-training-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (text: string): string => {
  const path = join(folder, 'rows.jsonl');
  writeFileSync(path, text);
  return path;
};

describe('readRows', () => {
  it('counts an unsure or disputed code less', () => {
    const path = file(
      [
        '{"question":"Why?","label":"OEQ","subtype":"explain","sure":false,"agree":0.5,"source":"here"}',
        '',
        '{"question":"Is it?","label":"CEQ","subtype":"yes/no"}',
      ].join('\n'),
    );
    expect(readRows(path)).toEqual([
      { text: 'Why?', label: 'OEQ', subtype: 'explain', weight: 0.25, source: 'here' },
      { text: 'Is it?', label: 'CEQ', subtype: 'yes-no', weight: 1, source: 'file' },
    ]);
  });

  it('leaves out a subtype that the codebook does not have, or not for that label', () => {
    const rows = readRows(
      file('{"question":"a","label":"OEQ","subtype":"wh-open"}\n{"question":"b","label":"OEQ","subtype":"choice"}'),
    );
    expect(rows.map(({ subtype }) => subtype)).toEqual([undefined, undefined]);
  });

  it.each([
    ['no JSON', 'why?', ':1: not JSON'],
    ['another label', '{"question":"Why?","label":"open"}', 'label'],
    ['an empty question', '{"question":" ","label":"OEQ"}', 'question'],
    ['nothing', '\n', 'no questions'],
  ])('names the place and the matter of a file with %s', (_what, text, message) => {
    expect(() => readRows(file(text))).toThrow(message);
  });
});

describe('groupsOf', () => {
  it('puts near-duplicates together and others apart', () => {
    const [a, b, c, d] = groupsOf([
      { text: 'What color is the ball?' },
      { text: 'Okay, what color is my ball' },
      { text: 'What color is this?' },
      { text: 'Why did it sink?' },
    ]);
    expect(a).toBe(b);
    expect(new Set([a, c, d]).size).toBe(3);
  });

  it('keeps a group in one fold, whatever the seed', () => {
    const groups = groupsOf(samples);
    for (const seed of [1, 2, 3]) {
      const folds = foldsOf(groups, 5, seed);
      for (const [index, group] of groups.entries()) expect(folds[index]).toBe(folds[groups.indexOf(group)]);
      expect(new Set(folds).size).toBe(5);
    }
    expect(foldsOf(groups, 5, 1)).not.toEqual(foldsOf(groups, 5, 2));
  });
});

describe('fitLogistic', () => {
  it('separates what can be separated and leaves at zero what says nothing', () => {
    const rows = [
      [0, 2],
      [0, 2],
      [1, 2],
      [1, 2],
    ].map((row) => Uint32Array.from(row));
    const { weights } = fitLogistic({
      rows,
      targets: [1, 1, 0, 0],
      rowWeights: [1, 1, 1, 1],
      classes: 2,
      columnScales: Float64Array.from([1, 1, 1]),
      penalty: 0.1,
    });
    const slope = (column: number) => (weights[1]?.[column] ?? 0) - (weights[0]?.[column] ?? 0);
    expect(slope(0)).toBeGreaterThan(1);
    expect(slope(1)).toBeLessThan(-1);
    expect(Math.abs(slope(2))).toBeLessThan(1e-3);
  });
});

describe('fitCalibration', () => {
  it('finds back the log-odds from which labels were drawn', () => {
    const random = randomFrom(7);
    const truths = Array.from({ length: 20_000 }, () => 8 * random() - 4);
    const open = truths.map((truth) => random() < 1 / (1 + Math.exp(-truth)));
    const calibration = fitCalibration(
      truths.map((truth) => 3 * truth + 2),
      open,
    );
    expect(calibrated(2, calibration)).toBeCloseTo(0.5, 1);
    expect(calibrated(3 * 2 + 2, calibration)).toBeCloseTo(1 / (1 + Math.exp(-2)), 1);
  });
});

describe('training', () => {
  const rows = withFeatures(samples);
  const train = () => toLocalModel(fitModel(rows), crossValidate(rows, 1).calibration);

  it('gives the same bytes twice', () => {
    expect(modelText(train())).toBe(modelText(train()));
  });

  it('gives a model that loads and has learned', () => {
    const model = localModelSchema.parse(JSON.parse(modelText(train())));
    const engine = engineFrom(model);
    expect(engine.modelVersion).toBe(model.version);
    const right = samples.filter(({ text, label }) => engine.codeOne({ text }).label === label);
    expect(right.length / samples.length).toBeGreaterThan(0.95);
  });

  it('names another model by another version', () => {
    const fewer = withFeatures(samples.slice(10));
    expect(toLocalModel(fitModel(fewer), { slope: 1, offset: 0 }).version).not.toBe(
      toLocalModel(fitModel(rows), { slope: 1, offset: 0 }).version,
    );
  });

  it('judges every row by a model that has not seen it', () => {
    const { held, groupCount } = crossValidate(rows, 1);
    expect(held).toHaveLength(rows.length);
    expect(groupCount).toBeLessThanOrEqual(rows.length);
    // Labels turned round where nothing else can tell: a model that had seen its row would know.
    const turned = rows.map((row, index) => (index === 0 ? { ...row, label: 'CEQ' as const } : row));
    expect(turned[0]?.text).toBe('Why do you think the leaf floated?');
    expect(crossValidate(turned, 1).held[0]?.label).toBe('OEQ');
  });
});
