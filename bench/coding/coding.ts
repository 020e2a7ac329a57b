import { readFileSync } from 'node:fs';
import { engineFrom, localEngine } from '../../shared/questions/localEngine.ts';
import { localModelSchema } from '../../shared/questions/localModel.ts';
import {
  atMost,
  type BenchOptions,
  type BenchResult,
  figure,
  median,
  ratioAtLeast,
  ratioAtMost,
} from '../measuring/figure.ts';

const questionsFile = new URL('../../samples/questions.jsonl', import.meta.url);
const modelFile = new URL('../../shared/questions/model.json', import.meta.url);

/** Questions that the local engine codes in a second on one core, beside n-grams and a dot product. */
export async function coding({ quick, say }: BenchOptions): Promise<BenchResult> {
  const texts = readFileSync(questionsFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => String(JSON.parse(line).question));
  const rounds = quick ? 3 : 15;
  const passes = quick ? 20 : 200;
  const engine = localEngine();
  const plain = plainEngine(texts);
  const rates: Record<'engine' | 'plain', number[]> = { engine: [], plain: [] };
  // Taken in turns, so that both see the same machine; the first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const engineRate = rateOf(() => texts.map((text) => engine.codeOne({ text }).confidence), passes, texts.length);
    const plainRate = rateOf(() => texts.map(plain), passes, texts.length);
    if (round === 0) continue;
    rates.engine.push(engineRate);
    rates.plain.push(plainRate);
  }
  say(`${rates.engine.map((rate) => Math.round(rate / 1000)).join(', ')} thousand questions a second`);
  const load = loadMilliseconds(quick ? 3 : 15);
  return {
    figures: [
      figure({
        name: 'questions coded on one core',
        value: median(rates.engine),
        unit: '1/s',
        baseline: median(rates.plain),
        target: ratioAtLeast(0.04),
      }),
      figure({
        name: 'loading of the weights',
        value: median(load.engine),
        unit: 'ms',
        baseline: median(load.parsed),
        target: ratioAtMost(6),
      }),
      figure({ name: 'weights', value: readFileSync(modelFile).length / 1e6, unit: 'MB', target: atMost(1) }),
    ],
    conditions: {
      rounds,
      questions: texts.length * passes,
      baseline: 'lower-case, words and word pairs, dot product; for loading: JSON.parse of the weights alone',
    },
  };
}

/** Questions in a second of processor time: other work on the machine counts for neither. */
function rateOf(pass: () => number[], passes: number, count: number): number {
  const before = process.cpuUsage();
  let sum = 0;
  for (let index = 0; index < passes; index += 1) sum += pass()[0] ?? 0;
  const { user, system } = process.cpuUsage(before);
  // The sum is looked at, so that no compiler may leave the work out.
  return Number.isFinite(sum) ? (count * passes * 1e6) / (user + system) : 0;
}

/** The least that a learned coder could do: n-grams of the lower-case text and one number for each. */
function plainEngine(texts: readonly string[]): (text: string) => number {
  const weights = new Map<string, number>();
  for (const text of texts) for (const gram of ngrams(text)) weights.set(gram, (gram.length % 7) / 7 - 0.4);
  return (text) => {
    let score = 0;
    for (const gram of ngrams(text)) score += weights.get(gram) ?? 0;
    return 1 / (1 + Math.exp(-score));
  };
}

function ngrams(text: string): string[] {
  const words = text.toLowerCase().split(/\W+/u);
  const grams = [...words];
  for (let index = 1; index < words.length; index += 1) grams.push(`${words[index - 1]} ${words[index]}`);
  return grams;
}

/** What a start does: the text becomes an object, the object an engine; beside the first half of it. */
function loadMilliseconds(rounds: number): Record<'engine' | 'parsed', number[]> {
  const text = readFileSync(modelFile, 'utf8');
  const model = localModelSchema.parse(JSON.parse(text));
  if (model.version !== localEngine().modelVersion) throw new Error('model.json is not the model that is loaded');
  const took: Record<'engine' | 'parsed', number[]> = { engine: [], parsed: [] };
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    JSON.parse(text);
    const parsed = performance.now();
    engineFrom(JSON.parse(text));
    took.parsed.push(parsed - began);
    took.engine.push(performance.now() - parsed);
  }
  return took;
}
