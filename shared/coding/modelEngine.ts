import type { Code } from '../lessons/question.ts';
import type { CodingEngine, QuestionText } from '../questions/engine.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { type Answer, type AskOptions, askModel } from './askModel.ts';
import { type CachedCode, type CodeCache, cacheKey, normalised } from './cache/codeCache.ts';
import { codebookVersion } from './modelPrompt.ts';

export interface ModelEngineParts extends Omit<AskOptions, 'signal'> {
  /** Codes what the large model cannot. */
  readonly local: CodingEngine;
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
    modelVersion: `${models.join('|') || 'none'}+codebook-${codebookVersion()}`,
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
  const { cache, tally } = parts;
  const texts = questions.map(({ text }) => normalised(text));
  const asked = new Set(texts);
  const known = await lookUp(asked, models, cache);
  record(metrics.cache, known.size, { outcome: 'hit' });
  record(metrics.cache, asked.size - known.size, { outcome: 'miss' });
  // The first of several that are the same is asked, with the talk around it.
  const unknown = questions.filter(
    (_, index) => !known.has(texts[index] ?? '') && texts.indexOf(texts[index] ?? '') === index,
  );
  const answers = await askModel(unknown, { ...parts, signal });
  const answered = new Map<string, Answer>();
  for (const [index, { text }] of unknown.entries()) {
    const answer = answers[index];
    if (answer !== undefined) answered.set(normalised(text), answer);
  }
  await keep(answered, cache);
  const seen = new Set<string>();
  return texts.map((text) => {
    const cached = known.get(text);
    const answer = answered.get(text);
    if (cached === undefined && answer !== undefined && 'reason' in answer) {
      tally.fellBack(answer.reason);
      return null;
    }
    tally.add(cached === undefined && !seen.has(text) ? 'asked' : 'cached', 1);
    seen.add(text);
    return cached ?? (answer !== undefined && 'code' in answer ? answer.code : null);
  });
}

/** Answers from before, by normalised question; a model further in front in the list of providers goes first. */
async function lookUp(
  texts: ReadonlySet<string>,
  models: readonly string[],
  cache: CodeCache,
): Promise<Map<string, CachedCode>> {
  const version = codebookVersion();
  const keys = [...texts].flatMap((text) => models.map((model) => ({ text, key: cacheKey(text, model, version) })));
  const found = await cache.get(keys.map(({ key }) => key));
  const known = new Map<string, CachedCode>();
  for (const { text, key } of keys) {
    const code = found.get(key);
    if (code !== undefined && !known.has(text)) known.set(text, code);
  }
  return known;
}

async function keep(answered: ReadonlyMap<string, Answer>, cache: CodeCache): Promise<void> {
  const entries = new Map<string, CachedCode>();
  for (const [text, answer] of answered) {
    if (!('code' in answer)) continue;
    const { label, subtype, confidence, engine, modelVersion } = answer.code;
    entries.set(cacheKey(text, answer.model, codebookVersion()), { label, subtype, confidence, engine, modelVersion });
  }
  await cache.set(entries);
}
