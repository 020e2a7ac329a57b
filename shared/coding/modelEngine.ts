import type { Code } from '../lessons/question.ts';
import type { CodingEngine, QuestionText } from '../questions/engine.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { type Answer, type AskOptions, askModel } from './askModel.ts';
import { type CachedCode, type CodeCache, cacheKey, normalised } from './cache/codeCache.ts';

export interface ModelEngineParts extends Omit<AskOptions, 'signal'> {
  /** Codes what the large model cannot. */
  readonly local: CodingEngine & AskOptions['local'];
  readonly cache: CodeCache;
}

/**
 * The engine "openai": a large model, asked through the providers. A question that was answered before, or comes twice,
 * is asked once. What the model cannot answer gets the local code, marked `fallback`. Rejects only when stopped.
 */
export function modelEngine(parts: ModelEngineParts): CodingEngine {
  const models = [...new Set(parts.pool.uses.map(({ model }) => model))];
  return {
    name: 'openai',
    modelVersion: `${models.join('|') || 'none'}+codebook-${parts.prompt.version}`,
    async code(questions, options = {}) {
      const codes = await codesOf(questions, models, parts, options.signal);
      const missing = codes.flatMap((code, index) => (code === null ? [index] : []));
      const local = await parts.local.code(
        missing.flatMap((index) => questions[index] ?? []),
        options,
      );
      for (const [place, index] of missing.entries()) {
        const code = local[place];
        if (code !== undefined) codes[index] = { ...code, fallback: true };
      }
      return codes.filter((code) => code !== null);
    },
  };
}

async function codesOf(
  questions: readonly QuestionText[],
  models: readonly string[],
  parts: ModelEngineParts,
  signal: AbortSignal | undefined,
): Promise<(Code | null)[]> {
  const { tally } = parts;
  const names = questions.map(nameOf);
  const asked = new Map(questions.map((question) => [nameOf(question), question]));
  const known = await lookUp(asked, models, parts);
  record(metrics.cache, known.size, { outcome: 'hit' });
  record(metrics.cache, asked.size - known.size, { outcome: 'miss' });
  // The first of several that are the same is asked, with the talk around it.
  const unknown = questions.filter((_, index) => {
    const name = names[index] ?? '';
    return !known.has(name) && names.indexOf(name) === index;
  });
  const answers = await askModel(unknown, { ...parts, signal });
  const answered = new Map<string, Answer>();
  for (const [index, question] of unknown.entries()) {
    const answer = answers[index];
    if (answer !== undefined) answered.set(nameOf(question), answer);
  }
  await keep(asked, answered, parts);
  const seen = new Set<string>();
  return names.map((name) => {
    const cached = known.get(name);
    const answer = answered.get(name);
    if (cached === undefined && answer !== undefined && 'reason' in answer) {
      tally.fellBack(answer.reason);
      return null;
    }
    tally.add(cached === undefined && !seen.has(name) ? 'asked' : 'cached', 1);
    seen.add(name);
    return cached ?? (answer !== undefined && 'code' in answer ? answer.code : null);
  });
}

/** The same for the same question in the same language: "no?" is one in two. */
const nameOf = ({ text, language = 'en' }: QuestionText): string => `${language} ${normalised(text)}`;

/** Answers from before, by name; a model further in front in the list of providers goes first. */
async function lookUp(
  asked: ReadonlyMap<string, QuestionText>,
  models: readonly string[],
  { cache, prompt }: ModelEngineParts,
): Promise<Map<string, CachedCode>> {
  const keys = [...asked].flatMap(([name, question]) =>
    models.map((model) => ({ name, key: cacheKey(question, model, prompt.version) })),
  );
  const found = await cache.get(keys.map(({ key }) => key));
  const known = new Map<string, CachedCode>();
  for (const { name, key } of keys) {
    const code = found.get(key);
    if (code !== undefined && !known.has(name)) known.set(name, code);
  }
  return known;
}

async function keep(
  asked: ReadonlyMap<string, QuestionText>,
  answered: ReadonlyMap<string, Answer>,
  { cache, prompt }: ModelEngineParts,
): Promise<void> {
  const entries = new Map<string, CachedCode>();
  for (const [name, answer] of answered) {
    const question = asked.get(name);
    if (question === undefined || !('code' in answer)) continue;
    const { label, subtype, siteSubtype, confidence, engine, modelVersion } = answer.code;
    const key = cacheKey(question, answer.model, prompt.version);
    entries.set(key, { label, subtype, ...(siteSubtype && { siteSubtype }), confidence, engine, modelVersion });
  }
  await cache.set(entries);
}
