import { join } from 'node:path';
import { readCommandLine } from '../../local/commandLine.ts';
import { bare, readSentences, type Sentence, scoreSentences } from './scoring/sentenceScores.ts';
import { table, three } from './scoring/tables.ts';

const usage = `npm run evaluate:sentences [-- FILE.jsonl] [--errors]
Measures by kind what is found in single sentences of which it is known whether they ask; samples/sentences.jsonl by
default. Each line is { part, kind, question, text }; the rules were made while looking at the part "tuned" only.
  --errors  print what is missed, and what is taken for a question and is none`;

const options = { errors: { type: 'boolean' } } as const;
const { values, positionals } = readCommandLine(usage, options, { positionals: true });
const sentences = readSentences(positionals[0] ?? join(import.meta.dirname, '../../samples/sentences.jsonl'));

const variants: readonly [string, ((text: string) => string) | undefined][] = [
  ['as written', undefined],
  ['without marks and capitals', bare],
];

function row(name: string, some: readonly Sentence[], write: ((text: string) => string) | undefined): string[] {
  const { right, missed, wrong } = scoreSentences(some, write);
  const share = (of: number) => (of === 0 ? '' : three(right / of));
  return [name, String(some.length), share(right + wrong.length), share(right + missed.length)];
}

for (const [variant, write] of variants) {
  for (const part of ['tuned', 'kept'] as const) {
    const some = sentences.filter((one) => one.part === part);
    const kinds = [...new Set(some.map(({ kind }) => kind))];
    const rows = kinds.map((kind) =>
      row(
        kind,
        some.filter((one) => one.kind === kind),
        write,
      ),
    );
    console.log(`${variant}, ${part}\n`);
    console.log(`${table(['kind', 'sentences', 'precision', 'recall'], [...rows, row('all', some, write)])}\n`);
    if (values.errors !== true) continue;
    const { missed, wrong } = scoreSentences(some, write);
    for (const { kind, text } of missed) console.log(`missed, ${kind}: ${text}`);
    for (const { kind, text } of wrong) console.log(`no question, ${kind}: ${text}`);
  }
}
