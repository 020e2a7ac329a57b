import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readCommandLine } from '../../local/commandLine.ts';
import { loadRecogniser } from '../../shared/names/detect.ts';
import { NameMasker } from '../../shared/names/masker.ts';
import { tokensOf } from '../../shared/names/tokens.ts';
import { table, three } from './scoring/tables.ts';

const usage = `npm run evaluate:names [-- FILE.jsonl] [--errors PART]
Measures how well names of people are masked, on sentences in which they are marked; samples/names.jsonl by default.
The first line is { roster }; each other line { part, text } with names as {Amara}. Every sentence stands alone.
  --errors PART  print what is missed, and what is masked in vain, in one part`;

const rosterSchema = z.object({ roster: z.array(z.string()) });
const sentenceSchema = z.object({ part: z.string(), text: z.string() });

const { values, positionals } = readCommandLine(usage, { errors: { type: 'string' } }, { positionals: true });
const [head = '', ...lines] = readFileSync(positionals[0] ?? 'samples/names.jsonl', 'utf8')
  .trim()
  .split('\n');
const { roster } = rosterSchema.parse(JSON.parse(head));
const sentences = lines.map((line) => sentenceSchema.parse(JSON.parse(line)));
const recognise = await loadRecogniser();

/** The words of a marked sentence, and which of them are names. */
function truthOf(marked: string): { text: string; names: boolean[] } {
  const text = marked.replaceAll(/[{}]/g, '');
  let inside = false;
  let at = 0;
  const places = new Set<number>();
  for (const sign of marked) {
    if (sign === '{' || sign === '}') inside = sign === '{';
    else {
      for (let unit = 0; unit < sign.length; unit += 1) if (inside) places.add(at + unit);
      at += sign.length;
    }
  }
  return { text, names: tokensOf(text).map(({ start }) => places.has(start)) };
}

/** Which words of a text are masked: those that are in it more often than in what is left of it. */
async function maskedWords(text: string, names: readonly string[]): Promise<boolean[]> {
  const masker = await NameMasker.of(recognise, names, [text]);
  const masked = masker.maskWords(
    tokensOf(text).map((token, index) => ({
      text: text.slice(token.start, gapEnd(text, index)),
      start: index,
      end: index,
    })),
  );
  const found = tokensOf(text).map(() => false);
  for (const { text: word, start, end } of masked)
    if (/\[name \d+\]/.test(word)) for (let index = start; index <= end; index += 1) found[index] = true;
  return found;
}

// A word with the signs after it, up to the next space, as a recogniser writes it.
const gapEnd = (text: string, index: number): number => {
  const { end = 0 } = tokensOf(text)[index] ?? {};
  return end + (/^\S*/.exec(text.slice(end))?.[0].length ?? 0);
};

const variants: [string, (text: string) => string][] = [
  ['as written', (text) => text],
  ['all in lower case', (text) => text.toLowerCase()],
];

const rows: string[][] = [];
for (const part of new Set(sentences.map((one) => one.part))) {
  for (const [variant, change] of variants) {
    for (const [method, names] of [
      ['recognised', []],
      ['recognised + roster', roster],
    ] as const) {
      let [right, wrong, missed] = [0, 0, 0];
      for (const one of sentences.filter((each) => each.part === part)) {
        const truth = truthOf(one.text);
        const found = await maskedWords(change(truth.text), names);
        const miss = truth.names.filter((name, index) => name && !found[index]).length;
        const extra = truth.names.filter((name, index) => !name && found[index]).length;
        right += truth.names.filter((name, index) => name && found[index]).length;
        wrong += extra;
        missed += miss;
        if (values.errors === part && miss + extra > 0)
          console.log(`${variant}, ${method}: ${miss} missed, ${extra} too many: ${one.text}`);
      }
      const [precision, recall] = [right / (right + wrong), right / (right + missed)];
      rows.push([part, variant, method, String(right + missed), three(precision), three(recall)]);
    }
  }
}
console.log(`${sentences.length} sentences, roster of ${roster.length} names; counted by words.\n`);
console.log(table(['part', 'text', 'names', 'words', 'precision', 'recall'], rows));
