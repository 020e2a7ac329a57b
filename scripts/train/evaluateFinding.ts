import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { type FoundQuestion, labelSchema, subtypeSchema } from '../../shared/lessons/question.ts';
import { type Transcript, transcriptSchema } from '../../shared/lessons/transcript.ts';
import { findQuestions } from '../../shared/questions/find.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import { waitTimes } from '../../shared/questions/waitTime.ts';
import { table, three } from './scoring/tables.ts';

const usage = `npm run evaluate:finding -- TRANSCRIPT.json TRUTH.json
Measures how well questions are found, coded and timed in a lesson whose questions are known.
The truth is { questions: [{ start, end, text, label?, subtype?, waitTimeSeconds? }] }, seconds from the video's start.`;

const truthSchema = z.object({
  questions: z.array(
    z.object({
      start: z.number(),
      end: z.number(),
      text: z.string(),
      label: labelSchema.optional(),
      subtype: subtypeSchema.optional(),
      waitTimeSeconds: z.number().nullish(),
    }),
  ),
});
type Truth = z.infer<typeof truthSchema>['questions'][number];

/** A found question is a true one when it starts within so many seconds of it. */
const nearSeconds = 1.5;

const bare = (text: string): string => text.replaceAll(/[^\p{L}\p{N}'’ -]/gu, '').toLowerCase();

/** The same lesson as poorer recognisers would give it. */
const variants: readonly [string, (transcript: Transcript) => Transcript][] = [
  ['as it is', (transcript) => transcript],
  ['without marks and capitals', withoutMarks],
  ['without word times', withoutWordTimes],
  ['without any of them', (transcript) => withoutWordTimes(withoutMarks(transcript))],
];

function withoutMarks(transcript: Transcript): Transcript {
  return {
    ...transcript,
    segments: transcript.segments.map(({ words, ...segment }) => ({
      ...segment,
      text: bare(segment.text),
      ...(words && { words: words.map((word) => ({ ...word, text: bare(word.text) })) }),
    })),
  };
}

function withoutWordTimes(transcript: Transcript): Transcript {
  return { ...transcript, segments: transcript.segments.map(({ words: _words, ...segment }) => segment) };
}

/** Each true question with the found one that starts nearest to it, each found one used once. */
function match(truth: readonly Truth[], found: readonly FoundQuestion[]): [Truth, number][] {
  const free = new Set(found.keys());
  return truth.flatMap((one): [Truth, number][] => {
    const distance = (index: number) => Math.abs((found[index]?.start ?? Number.POSITIVE_INFINITY) - one.start);
    const [nearest] = [...free].sort((a, b) => distance(a) - distance(b));
    if (nearest === undefined || distance(nearest) > nearSeconds) return [];
    free.delete(nearest);
    return [[one, nearest]];
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
}

function scoresOf(truth: readonly Truth[], transcript: Transcript): string[] {
  const found = findQuestions(transcript);
  const waits = waitTimes(found, transcript);
  const pairs = match(truth, found);
  const codes = found.map((question) => localEngine().codeOne(question));
  const share = (holds: (one: Truth, index: number) => boolean, known: (one: Truth) => boolean) => {
    const judged = pairs.filter(([one]) => known(one));
    return judged.filter(([one, index]) => holds(one, index)).length / judged.length;
  };
  const waitErrors = pairs.flatMap(([one, index]) => {
    const seconds = waits[index]?.waitTimeSeconds;
    return typeof seconds === 'number' && typeof one.waitTimeSeconds === 'number'
      ? [Math.abs(seconds - one.waitTimeSeconds)]
      : [];
  });
  const precision = pairs.length / found.length;
  const recall = pairs.length / truth.length;
  return [
    String(found.length),
    three(precision),
    three(recall),
    three((2 * precision * recall) / (precision + recall)),
    three(
      share(
        (one, index) => codes[index]?.label === one.label,
        ({ label }) => label !== undefined,
      ),
    ),
    three(
      share(
        (one, index) => codes[index]?.subtype === one.subtype,
        ({ subtype }) => subtype !== undefined,
      ),
    ),
    three(median(waitErrors)),
    three(Math.max(...waitErrors)),
  ];
}

const [transcriptPath, truthPath, ...more] = readCommandLine(usage, {}, { positionals: true }).positionals;
if (transcriptPath === undefined || truthPath === undefined || more.length > 0)
  misused(usage, 'Name the transcript and the truth of one lesson.');
const transcript = transcriptSchema.parse(JSON.parse(readFileSync(transcriptPath, 'utf8')));
const { questions } = truthSchema.parse(JSON.parse(readFileSync(truthPath, 'utf8')));
console.log(`${questions.length} questions in truth; waits in seconds, median and largest absolute error\n`);
console.log(
  table(
    ['transcript', 'found', 'precision', 'recall', 'F1', 'label right', 'subtype right', 'wait error', 'largest'],
    variants.map(([name, change]) => [name, ...scoresOf(questions, change(transcript))]),
  ),
);
for (const [name, change] of variants) {
  const found = findQuestions(change(transcript));
  const used = new Set(match(questions, found).map(([, index]) => index));
  const hit = new Set(match(questions, found).map(([one]) => one));
  for (const one of questions) if (!hit.has(one)) console.log(`missed ${name}: ${one.text}`);
  for (const [index, one] of found.entries()) if (!used.has(index)) console.log(`no question ${name}: ${one.text}`);
}
