import { crossValidate } from './fitting/crossValidation.ts';
import { withFeatures } from './fitting/fit.ts';
import { readRows } from './rows.ts';

/**
 * `node scripts/train/cascadeThreshold.ts FILE.jsonl`: what each threshold of the cascade would ask and leave.
 * The local confidences are those of grouped cross-validation, as for questions that the model has never seen.
 */

/** One row of the table; errors are the local model's. */
export interface ThresholdRow {
  readonly threshold: number;
  readonly asked: number;
  readonly errorsAsked: number;
  readonly kept: number;
  readonly errorsKept: number;
}

/** @param items what the local model said of each labelled question, and whether that was right. */
export function thresholdTable(
  items: readonly { readonly confidence: number; readonly right: boolean }[],
  thresholds: readonly number[],
): ThresholdRow[] {
  const wrong = (list: typeof items) => list.filter(({ right }) => !right).length;
  return thresholds.map((threshold) => {
    const asked = items.filter(({ confidence }) => confidence < threshold);
    const kept = items.filter(({ confidence }) => confidence >= threshold);
    return { threshold, asked: asked.length, errorsAsked: wrong(asked), kept: kept.length, errorsKept: wrong(kept) };
  });
}

const thresholds = [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99];
const percent = (part: number, whole: number) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

function print(path: string, seed: number): void {
  const rows = readRows(path);
  const { held } = crossValidate(withFeatures(rows), seed);
  const items = rows.map(({ label }, index) => ({
    confidence: held[index]?.confidence ?? 0.5,
    right: held[index]?.label === label,
  }));
  const errors = items.filter(({ right }) => !right).length;
  console.log(
    `${rows.length} questions, grouped cross-validation, seed ${seed}: ${errors} local errors (${percent(errors, rows.length)}).\n`,
  );
  console.log('threshold   asked           local errors among those asked   errors left among those not asked');
  for (const { threshold, asked, errorsAsked, kept, errorsKept } of thresholdTable(items, thresholds)) {
    const columns = [
      threshold.toFixed(2).padStart(9),
      `${String(asked).padStart(5)} ${percent(asked, items.length).padStart(8)}`,
      `${String(errorsAsked).padStart(5)} ${percent(errorsAsked, asked).padStart(8)}`.padStart(17),
      `${String(errorsKept).padStart(5)} ${percent(errorsKept, kept).padStart(8)}`.padStart(33),
    ];
    console.log(columns.join('   '));
  }
}

if (import.meta.main) {
  const [path, seed = '1'] = process.argv.slice(2);
  if (path === undefined) {
    console.error('Usage: node scripts/train/cascadeThreshold.ts FILE.jsonl [SEED]');
    process.exitCode = 1;
  } else print(path, Number(seed));
}
