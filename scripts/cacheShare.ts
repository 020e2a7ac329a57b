import { parseArgs } from 'node:util';
import type OpenAI from 'openai';
import type { Code } from '../shared/lessons/question.ts';
import { ProviderPool } from '../shared/providers/pool.ts';
import { type CodeCache, normalised } from '../shared/questions/cache/codeCache.ts';
import { memoryCache } from '../shared/questions/cache/memory.ts';
import { cascadeEngine } from '../shared/questions/cascadeEngine.ts';
import type { CodingEngine } from '../shared/questions/engine.ts';
import { modelEngine } from '../shared/questions/modelEngine.ts';
import { Tally } from '../shared/questions/tally.ts';
import { crossValidate, type Held } from './training/crossValidation.ts';
import { withFeatures } from './training/fit.ts';
import { randomFrom, shuffled } from './training/folds.ts';
import { readRows } from './training/rows.ts';

/**
 * `node scripts/cacheShare.ts FILE.jsonl`: which share of the large model's work cascade and cache save on a day.
 *
 * The day is made: each lesson's questions are drawn from the file's by Zipf's law, the shortest most often, for that is
 * how talk repeats itself ("what's that?" comes again and again, a long question once). Two harder days are printed
 * beside it: Zipf's law in an order by chance, and no repetition but chance's. The local model is the cross-validated
 * one, which has not seen the question; engines, batches and cache are the application's own.
 */

interface Day {
  readonly lessons: number;
  readonly questionsEach: number;
  /** Relative frequency of the question at a place of the list, from 0. */
  readonly weight: (place: number) => number;
  /** Texts in the order of their frequency. */
  readonly texts: readonly string[];
}

const zipf = (place: number) => 1 / (place + 1);
const even = () => 1;

function lessonsOf({ lessons, questionsEach, weight, texts }: Day, random: () => number): string[][] {
  const bounds: number[] = [];
  let sum = 0;
  for (const place of texts.keys()) {
    sum += weight(place);
    bounds.push(sum);
  }
  const draw = () => {
    const at = random() * sum;
    return texts[bounds.findIndex((bound) => bound >= at)] ?? '';
  };
  return Array.from({ length: lessons }, () => Array.from({ length: questionsEach }, draw));
}

/** Stands in for the large model: it answers every question of a call. What it answers does not matter here. */
function countingPool(): ProviderPool {
  const create = async ({ messages }: { messages: readonly { content: string }[] }) => {
    const { questions }: { questions: readonly { id: string }[] } = JSON.parse(messages[1]?.content ?? '{}');
    const codes = questions.map(({ id }) => ({ id, label: 'CEQ', subtype: 'yes-no', certainty: 'sure' }));
    return {
      choices: [{ message: { content: JSON.stringify({ codes }) } }],
      usage: { prompt_tokens: 0, completion_tokens: 0 },
    };
  };
  // The pool uses nothing else of the client.
  const client = { chat: { completions: { create } } } as unknown as OpenAI;
  const use = {
    name: 'counted',
    service: 'chat',
    kind: 'compatible',
    baseUrl: 'http://localhost',
    model: 'any',
    engine: 'any',
    timeoutSeconds: 60,
    temperature: 0,
    limits: {},
  } as const;
  return new ProviderPool('chat', [use], {
    ledger: { mayCall: async () => true, record: async () => 0 },
    connect: async () => client,
  });
}

interface Work {
  readonly questions: number;
  readonly calls: number;
}

const noCache: CodeCache = { get: async () => new Map(), set: async () => undefined };

async function workOf(
  lessons: readonly string[][],
  local: CodingEngine,
  how: 'all' | 'cascade' | 'cache' | 'both',
  threshold: number,
  batch: number,
): Promise<Work> {
  const cache = how === 'cache' || how === 'both' ? memoryCache() : noCache;
  const pool = countingPool();
  const work = { questions: 0, calls: 0 };
  for (const lesson of lessons) {
    const tally = new Tally('cascade');
    const large = modelEngine({ pool, local, cache, batch, tally, patienceSeconds: 0 });
    const engine = how === 'cascade' || how === 'both' ? cascadeEngine({ local, large, threshold, tally }) : large;
    await engine.code(lesson.map((text) => ({ text })));
    const { asked, cached, calls } = tally.report();
    // Without a cache, a question that comes twice in a lesson is still asked once only; for the baseline both count.
    work.questions += how === 'all' ? asked + cached : asked;
    work.calls += how === 'all' ? Math.ceil(lesson.length / batch) : calls;
  }
  return work;
}

function heldEngine(texts: readonly string[], held: readonly Held[]): CodingEngine {
  const codes = new Map(
    texts.map((text, index): [string, Code] => {
      const { label, subtype, confidence } = held[index] ?? { label: 'CEQ', subtype: 'yes-no', confidence: 0.5 };
      return [text, { label, subtype, confidence, engine: 'local', modelVersion: 'cross-validated' }];
    }),
  );
  const unknown: Code = {
    label: 'CEQ',
    subtype: 'yes-no',
    confidence: 0.5,
    engine: 'local',
    modelVersion: 'cross-validated',
  };
  return {
    name: 'local',
    modelVersion: 'cross-validated',
    code: async (questions) => questions.map(({ text }) => codes.get(text) ?? unknown),
  };
}

async function run(
  path: string,
  options: { seed: number; lessons: number; questions: number; threshold: number; batch: number },
): Promise<void> {
  const rows = readRows(path);
  const { held } = crossValidate(withFeatures(rows), options.seed);
  const texts = rows.map(({ text }) => text);
  const local = heldEngine(texts, held);
  const random = randomFrom(options.seed);
  const mixed = shuffled([...new Set(texts)], options.seed);
  const byLength = mixed.toSorted((a, b) => normalised(a).split(' ').length - normalised(b).split(' ').length);
  const size = { lessons: options.lessons, questionsEach: options.questions };
  const days: [string, Day][] = [
    ['Zipf, short questions most often', { ...size, weight: zipf, texts: byLength }],
    ['Zipf, in an order by chance', { ...size, weight: zipf, texts: mixed }],
    ['no question more often than another', { ...size, weight: even, texts: mixed }],
  ];
  console.log(
    `A day of ${size.lessons} lessons with ${size.questionsEach} questions each, drawn from ${mixed.length}; threshold ${options.threshold}, ${options.batch} questions a call, seed ${options.seed}.`,
  );
  console.log('Asked of the large model, as a share of asking it everything (calls carry several questions):\n');
  for (const [name, day] of days) {
    const lessons = lessonsOf(day, random);
    const all = await workOf(lessons, local, 'all', options.threshold, options.batch);
    console.log(`${name}: ${all.questions} questions, ${new Set(lessons.flat()).size} different, ${all.calls} calls`);
    for (const how of ['cascade', 'cache', 'both'] as const) {
      const work = await workOf(lessons, local, how, options.threshold, options.batch);
      const saved = (part: number, whole: number) => `${((100 * (whole - part)) / whole).toFixed(1)} %`;
      const label = how === 'both' ? 'cascade and cache' : `${how} alone`;
      console.log(
        `  ${label.padEnd(18)} questions ${String(work.questions).padStart(5)}, saved ${saved(work.questions, all.questions).padStart(6)}    calls ${String(work.calls).padStart(4)}, saved ${saved(work.calls, all.calls).padStart(6)}`,
      );
    }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    lessons: { type: 'string', default: '40' },
    questions: { type: 'string', default: '80' },
    threshold: { type: 'string', default: '0.9' },
    batch: { type: 'string', default: '20' },
  },
});
const [path] = positionals;
if (path === undefined) {
  console.error(
    'Usage: node scripts/cacheShare.ts FILE.jsonl [--seed N] [--lessons N] [--questions N] [--threshold 0.9] [--batch 20]',
  );
  process.exitCode = 1;
} else {
  const { seed, lessons, questions, threshold, batch } = values;
  await run(path, {
    seed: Number(seed),
    lessons: Number(lessons),
    questions: Number(questions),
    threshold: Number(threshold),
    batch: Number(batch),
  });
}
