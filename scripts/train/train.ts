import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { engineFrom } from '../../shared/questions/localEngine.ts';
import { modelCard } from './fitting/card.ts';
import { crossValidate, leaveOneSourceOut } from './fitting/crossValidation.ts';
import { fitModel, modelText, toLocalModel, trainingOf, withFeatures } from './fitting/fit.ts';
import { readRows } from './rows.ts';

const usage = `Usage: npm run train -- FILE.jsonl [FILE.jsonl …] [--evaluate FILE.jsonl …] [--source NAME …] [--out FOLDER] [--seed NUMBER]

Trains the local engine on coded questions and writes model.json and model.md into FOLDER
(shared/questions, or its spanish/). All questions are of one language.
Each line of a file is a JSON object with "question" and "label" (OEQ or CEQ), and where known "subtype", "sure",
"agree", "language" (en or es) and "source". A null label is no question and is passed over. --source trains on the
lines of these sources alone. Files behind --evaluate are never trained on; their scores go into the model card.`;

function main(): void {
  const { values, positionals } = readCommandLine(
    usage,
    {
      evaluate: { type: 'string', multiple: true },
      source: { type: 'string', multiple: true },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
    { positionals: true },
  );
  if (positionals.length === 0) misused(usage, 'Name at least one file of coded questions.');
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) misused(usage, `--seed takes a whole number, not "${values.seed}".`);
  const all = positionals.flatMap(readRows);
  const chosen = values.source ?? [];
  for (const name of chosen)
    if (!all.some(({ source }) => source === name)) throw new Error(`no line is of the source "${name}"`);
  const rows = withFeatures(all.filter(({ source }) => chosen.length === 0 || chosen.includes(source)));
  for (const label of ['OEQ', 'CEQ']) {
    if (!rows.some((row) => row.label === label))
      throw new Error(`no ${label} among the questions: nothing to tell apart`);
  }
  console.log(`${rows.length} questions; cross-validating`);
  const validation = crossValidate(rows, seed);
  const training = trainingOf(rows);
  const model = toLocalModel(fitModel(rows), validation.calibration, training.language);
  const engine = engineFrom(model, model.language);
  const evaluations = (values.evaluate ?? []).map((path) => ({ digest: digestOf(path), rows: readRows(path) }));
  const card = modelCard({
    model,
    rows,
    digests: positionals.map(digestOf),
    seed,
    validation,
    bySource: leaveOneSourceOut(rows),
    evaluations: evaluations.map(({ digest, rows: testRows }) => ({
      digest,
      rows: testRows,
      codes: testRows.map((row) => engine.codeOne({ text: row.text })),
    })),
  });
  const out = values.out ?? training.folder;
  writeFileSync(join(out, 'model.json'), modelText(model));
  writeFileSync(join(out, 'model.md'), card);
  console.log(card);
}

/** Enough of a file's SHA-256 to know it again. */
function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
