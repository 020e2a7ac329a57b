import { join } from 'node:path';
import { readCommandLine } from '../../local/commandLine.ts';
import { type Dialogue, type Found, foundIn, readDialogues } from './scoring/answerScores.ts';
import { table } from './scoring/tables.ts';

const usage = `npm run evaluate:answers [-- FILE.jsonl] [--errors]
Counts how answers that a recogniser wrote as questions ("¿Por qué pesa mucho?" for "porque pesa mucho") are found, and
how questions in the same place are; samples/answers.jsonl by default. The rules were made while looking at the part
"tuned" only.
  --errors  print answers that are found as sure questions, and questions that are not; of the part "tuned" only`;

const ways: readonly Found[] = ['sure', 'in doubt', 'none'];

function main(): void {
  const options = { errors: { type: 'boolean' } } as const;
  const { values, positionals } = readCommandLine(usage, options, { positionals: true });
  const dialogues = readDialogues(positionals[0] ?? join(import.meta.dirname, '../../samples/answers.jsonl'));
  const kinds = [...new Set(dialogues.map(({ kind }) => kind))];
  for (const voices of [true, false]) {
    const rows = (['tuned', 'kept'] as const).flatMap((part) =>
      kinds.map((kind) => {
        const some = dialogues.filter((one) => one.part === part && one.kind === kind);
        const found = some.map((one) => foundIn(one, voices));
        const counts = ways.map((way) => String(found.filter((one) => one === way).length));
        return [part, kind, String(some.length), ...counts];
      }),
    );
    console.log(`${voices ? 'with' : 'without'} voices told apart\n`);
    console.log(`${table(['part', 'kind', 'dialogues', ...ways], rows)}\n`);
    if (values.errors === true) for (const line of errors(dialogues, voices)) console.log(line);
  }
}

function errors(dialogues: readonly Dialogue[], voices: boolean): string[] {
  return dialogues.flatMap((one) => {
    const found = foundIn(one, voices);
    if (one.part === 'kept' || one.question === (found === 'sure')) return [];
    if (!one.question && found !== 'sure') return [];
    return [`${one.kind}, ${found}: ${one.turns.map(({ text }) => text).join(' / ')}`];
  });
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
