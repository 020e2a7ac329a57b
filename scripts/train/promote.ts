import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { normalised } from '../../shared/coding/cache/codeCache.ts';
import type { CodedLanguage } from '../../shared/lessons/question.ts';
import { engineFrom } from '../../shared/questions/localEngine.ts';
import { localModelSchema } from '../../shared/questions/localModel.ts';
import { trainingOf } from './fitting/fit.ts';
import { verdictOn } from './promotion.ts';
import { readRows } from './rows.ts';

const usage = `Usage: npm run promote -- REVIEWS.jsonl --train FILE.jsonl --expert FILE.jsonl [--into FOLDER] [--seed NUMBER]

Trains a local model on the training file and the reviews together, compares it with the standing one on the expert file,
and puts it in its place (FOLDER, shared/questions) only when its macro-F1 there is higher. Reviews of questions that are
in the expert file, or in another language than the training file, are left out of the training. Exit code: 0 promoted, 2 kept the standing one, 1 failed.`;

interface Given {
  readonly reviews: string;
  readonly train: string;
  readonly expert: string;
  readonly into: string;
  readonly seed: string;
}

function given(): Given {
  const options = {
    train: { type: 'string' },
    expert: { type: 'string' },
    into: { type: 'string', default: join(import.meta.dirname, '../..', 'shared', 'questions') },
    seed: { type: 'string', default: '1' },
  } as const;
  const { values, positionals } = readCommandLine(usage, options, { positionals: true });
  const [reviews, ...more] = positionals;
  const { train, expert, into, seed } = values;
  if (reviews === undefined || more.length > 0) misused(usage, 'Name one file of reviewed questions.');
  if (train === undefined || expert === undefined) misused(usage, '--train and --expert are needed.');
  return { reviews, train, expert, into, seed };
}

/** Copies the reviews without the questions that judge the result. @returns how many were left out. */
async function withoutExpertQuestions(
  reviews: string,
  expert: string,
  language: CodedLanguage,
  to: string,
): Promise<number> {
  const judging = new Set(readRows(expert).map(({ text }) => normalised(text)));
  const rows = readRows(reviews);
  const lines = (await readFile(reviews, 'utf8')).split(/\r?\n/u).filter((line) => line.trim() !== '');
  const own = lines.filter((_, index) => (rows[index]?.language ?? 'en') === language);
  const texts = rows.filter((row) => (row.language ?? 'en') === language).map(({ text }) => normalised(text));
  const kept = own.filter((_, index) => !judging.has(texts[index] ?? ''));
  await writeFile(to, `${kept.join('\n')}\n`);
  if (kept.length === 0)
    throw new Error('All reviewed questions of this language are in the expert file: nothing new to learn from.');
  return own.length - kept.length;
}

const modelIn = async (folder: string) => {
  const model = localModelSchema.parse(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')));
  return engineFrom(model, model.language);
};

async function promote({ reviews, train, expert, into, seed }: Given, folder: string): Promise<number> {
  const cleaned = join(folder, 'reviews.jsonl');
  const { language } = trainingOf(readRows(train));
  const leftOut = await withoutExpertQuestions(reviews, expert, language, cleaned);
  if (leftOut > 0) console.log(`${leftOut} reviewed questions are in the expert file and were left out.`);
  const script = join(import.meta.dirname, 'train.ts');
  const options = ['--out', folder, '--seed', seed, '--evaluate', expert];
  const trained = spawnSync(process.execPath, [script, train, cleaned, ...options], { encoding: 'utf8' });
  if (trained.status !== 0) throw new Error(`Training failed:\n${trained.stderr}`);
  const [standing, candidate] = [await modelIn(into), await modelIn(folder)];
  const verdict = verdictOn(readRows(expert), standing, candidate);
  console.log(`standing   ${standing.modelVersion}  macro-F1 ${verdict.standing.toFixed(3)}`);
  console.log(`candidate  ${candidate.modelVersion}  macro-F1 ${verdict.candidate.toFixed(3)}`);
  for (const { text, truth } of verdict.mended) console.log(`  now right (${truth}): ${text}`);
  for (const { text, truth } of verdict.broken) console.log(`  now wrong (${truth}): ${text}`);
  if (!verdict.isBetter) {
    console.log('The candidate is not better. The standing model stays.');
    return 2;
  }
  // The card first: a model without its card would be worse than a card that is early.
  for (const name of ['model.md', 'model.json']) await copyFile(join(folder, name), join(into, name));
  console.log(`The candidate was promoted into ${into}. Look at the difference, run the tests, and commit it.`);
  return 0;
}

try {
  const wanted = given();
  const folder = await mkdtemp(join(tmpdir(), 'askwell-promote-'));
  try {
    process.exitCode = await promote(wanted, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
