import { writeFile } from 'node:fs/promises';
import { readCommandLine } from '../../local/commandLine.ts';
import { reviewedQuestions } from '../../shared/results/reviewed.ts';
import { codebookOf } from '../../shared/settings/codebooks.ts';
import { config } from '../../shared/settings/config.ts';
import { useCodebook } from './codebook.ts';
import { useDatabase } from './reviewed/database.ts';
import { trainingRows } from './reviewed/trainingRows.ts';

const usage = `Usage: npm run reviews [-- --export FILE.jsonl]

Counts what people reviewed, and how often they gave another code than the machine. --export writes the reviewed
questions as a training file for npm run train and npm run promote. It holds words from recordings: keep it as you keep those.`;

async function run(): Promise<void> {
  const { values } = readCommandLine(usage, { export: { type: 'string' } });
  await useDatabase();
  await useCodebook();
  const reviewed = await Array.fromAsync(reviewedQuestions());
  const coded = reviewed.filter(({ review, rejected }) => review !== undefined && rejected !== true);
  const corrected = coded.filter(({ label, review }) => review?.label !== label);
  const people = new Set(coded.map(({ review }) => review?.by));
  const added = coded.filter(({ origin }) => origin === 'person').length;
  const rejected = reviewed.filter((question) => question.rejected === true).length;
  console.log(`${coded.length} questions reviewed by ${people.size} people; ${corrected.length} got another label.`);
  for (const language of ['en', 'es'] as const) {
    const own = coded.filter((question) => (question.language ?? 'en') === language);
    const changed = own.filter(({ label, review }) => review?.label !== label).length;
    if (own.length < coded.length) console.log(`${language}: ${own.length} reviewed, ${changed} got another label.`);
  }
  console.log(`${rejected} were no questions, ${added} were added.`);
  if (values.export === undefined) return;
  const rows = trainingRows(coded, (site) => codebookOf(config(), site));
  if (rows.length === 0) throw new Error('There is nothing to export: no question has been reviewed.');
  // Readable by its owner only.
  await writeFile(values.export, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { mode: 0o600 });
  console.log(`${rows.length} different questions written to ${values.export}.`);
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
