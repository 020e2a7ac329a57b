import type OpenAI from 'openai';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { askModel } from '../../shared/coding/askModel.ts';
import { type CodeCache, normalised } from '../../shared/coding/cache/codeCache.ts';
import { memoryCache } from '../../shared/coding/cache/memory.ts';
import { cascadeEngine } from '../../shared/coding/cascadeEngine.ts';
import { modelEngine } from '../../shared/coding/modelEngine.ts';
import { promptOf } from '../../shared/coding/modelPrompt.ts';
import { Tally } from '../../shared/coding/tally.ts';
import { ownCodebook } from '../../shared/lessons/codebook.ts';
import type { Code } from '../../shared/lessons/question.ts';
import { ProviderPool } from '../../shared/providers/pool.ts';
import type { CodingEngine } from '../../shared/questions/engine.ts';
import { localEngine } from '../../shared/questions/localEngine.ts';
import { randomFrom } from '../../shared/randomFrom.ts';
import { crossValidate, type Held } from './fitting/crossValidation.ts';
import { withFeatures } from './fitting/fit.ts';
import { shuffled } from './random.ts';
import { readRows } from './rows.ts';

/**
 * `node scripts/train/cacheShare.ts FILE.jsonl`: which share of the large model's work cascade and cache save on a day.
 *
 * The day is made: each lesson's questions are drawn from the file's by Zipf's law, the shortest most often, for that is
 * how talk repeats itself ("what's that?" comes again and again, a long question once). Two harder days are printed
 * beside it: Zipf's law in an order by chance, and no repetition but chance's. The local model is the cross-validated
 * one, which has not seen the question; engines, batches and cache are the application's own. A call carries several
 * questions and, each time, the whole codebook: so a lesson with one unsure question costs one call.
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
      // English has about four characters a token; a code of the answer is about 30 tokens.
      usage: {
        prompt_tokens: Math.ceil(messages.map(({ content }) => content).join('').length / 4),
        completion_tokens: 30 * codes.length,
      },
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
  readonly tokens: number;
}

const noCache: CodeCache = { get: async () => new Map(), set: async () => undefined };

interface Way {
  readonly name: string;
  readonly cascade: boolean;
  readonly cache: boolean;
}
const ways: readonly Way[] = [
  { name: 'cascade alone', cascade: true, cache: false },
  { name: 'cache alone', cascade: false, cache: true },
  { name: 'cascade and cache', cascade: true, cache: true },
];

interface Settings {
  readonly threshold: number;
  readonly batch: number;
}

const prompt = promptOf(ownCodebook);
const { subtypeOf } = localEngine();

/** Asks the large model every question of every lesson, as often as it comes. */
async function allWork(lessons: readonly string[][], { batch }: Settings): Promise<Work> {
  const tally = new Tally('openai');
  for (const lesson of lessons)
    await askModel(asTexts(lesson), {
      pool: countingPool(),
      prompt,
      local: { subtypeOf },
      tally,
      batch,
      patienceSeconds: 0,
    });
  return workIn([tally], lessons.flat().length);
}

async function workOf(lessons: readonly string[][], local: CodingEngine, way: Way, settings: Settings): Promise<Work> {
  const cache = way.cache ? memoryCache() : noCache;
  const pool = countingPool();
  const tallies: Tally[] = [];
  for (const lesson of lessons) {
    const tally = new Tally(way.cascade ? 'cascade' : 'openai');
    const large = modelEngine({
      pool,
      prompt,
      local: { ...local, subtypeOf },
      cache,
      batch: settings.batch,
      tally,
      patienceSeconds: 0,
    });
    const cascade = () => cascadeEngine({ local, large, threshold: settings.threshold, tally });
    await (way.cascade ? cascade() : large).code(asTexts(lesson));
    tallies.push(tally);
  }
  return workIn(
    tallies,
    tallies.reduce((sum, tally) => sum + tally.report().asked, 0),
  );
}

const asTexts = (lesson: readonly string[]) => lesson.map((text) => ({ text }));

function workIn(tallies: readonly Tally[], questions: number): Work {
  let [calls, tokens] = [0, 0];
  for (const tally of tallies) {
    const { inputTokens, outputTokens } = tally.cost();
    calls += tally.report().calls;
    tokens += inputTokens + outputTokens;
  }
  return { questions, calls, tokens };
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
  console.log('What the large model is asked, and what is saved of asking it everything:\n');
  for (const [name, day] of days) {
    const lessons = lessonsOf(day, random);
    const all = await allWork(lessons, options);
    console.log(`${name} (${new Set(lessons.flat()).size} different)`);
    console.log(line('everything', all));
    for (const way of ways) console.log(line(way.name, await workOf(lessons, local, way, options), all));
  }
}

function line(name: string, work: Work, all?: Work): string {
  const columns = (['questions', 'calls', 'tokens'] as const).map((what) => {
    const saved = all === undefined ? '' : `, saved ${((100 * (all[what] - work[what])) / all[what]).toFixed(1)} %`;
    return `${what} ${String(work[what]).padStart(what === 'tokens' ? 7 : 4)}${saved}`.padEnd(32);
  });
  return `  ${name.padEnd(18)} ${columns.join('')}`.trimEnd();
}

const usage =
  'node scripts/train/cacheShare.ts FILE.jsonl [--seed N] [--lessons N] [--questions N] [--threshold 0.9] [--batch 20]';
const options = {
  seed: { type: 'string', default: '1' },
  lessons: { type: 'string', default: '40' },
  questions: { type: 'string', default: '80' },
  threshold: { type: 'string', default: '0.9' },
  batch: { type: 'string', default: '20' },
} as const;
const { values, positionals } = readCommandLine(usage, options, { positionals: true });
const [path, ...more] = positionals;
if (path === undefined || more.length > 0) misused(usage, 'Name one file of labelled questions.');
const { seed, lessons, questions, threshold, batch } = values;
await run(path, {
  seed: Number(seed),
  lessons: Number(lessons),
  questions: Number(questions),
  threshold: Number(threshold),
  batch: Number(batch),
});
