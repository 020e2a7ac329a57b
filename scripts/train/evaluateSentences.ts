import { join } from 'node:path';
import { readCommandLine } from '../../local/commandLine.ts';
import { readSentences, type Sentence, scoreSentences } from './scoring/sentenceScores.ts';
import { table, three } from './scoring/tables.ts';

const usage = `npm run evaluate:sentences [-- FILE.jsonl] [--errors]
Measures by kind what is found in single sentences of which it is known whether they ask; samples/sentences.jsonl by
default. Each line is { part, kind, question, text }; the rules were made while looking at the part "tuned" only. Or it is
a line of a file for "npm run train" with "asr", as a recogniser may write it, and "label", null for no question: of these
a fifth, told by a hash of "id", is kept. What is told by tone alone (yes-no, request) is counted, and counted apart.
  --errors  print what is missed, and what is taken for a question and is none; of the part "tuned" only`;

/** Many of these are told by tone alone. */
const byTone: ReadonlySet<string> = new Set(['yes-no', 'request']);

function row(name: string, some: readonly Sentence[], poor: boolean): string[] {
  const { right, missed, wrong } = scoreSentences(some, poor);
  const share = (of: number) => (of === 0 ? '' : three(right / of));
  return [name, String(some.length), share(right + wrong.length), share(right + missed.length)];
}

function main(): void {
  const options = { errors: { type: 'boolean' } } as const;
  const { values, positionals } = readCommandLine(usage, options, { positionals: true });
  const sentences = readSentences(positionals[0] ?? join(import.meta.dirname, '../../samples/sentences.jsonl'));
  for (const poor of [false, true]) {
    for (const part of ['tuned', 'kept'] as const) {
      const some = sentences.filter((one) => one.part === part);
      if (some.length === 0) continue;
      const kinds = [...new Set(some.map(({ kind }) => kind))].sort();
      const rows = kinds.map((kind) =>
        row(
          kind,
          some.filter((one) => one.kind === kind),
          poor,
        ),
      );
      const told = some.filter(({ kind }) => !byTone.has(kind));
      const sums = told.length < some.length ? [row('all but yes-no and request', told, poor)] : [];
      console.log(`${poor ? 'without marks and capitals' : 'as written'}, ${part}\n`);
      console.log(
        `${table(['kind', 'sentences', 'precision', 'recall'], [...rows, ...sums, row('all', some, poor)])}\n`,
      );
      if (values.errors !== true || part === 'kept') continue;
      const { missed, wrong } = scoreSentences(some, poor);
      for (const { kind, text } of missed) console.log(`missed, ${kind}: ${text}`);
      for (const { kind, text } of wrong) console.log(`no question, ${kind}: ${text}`);
    }
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
