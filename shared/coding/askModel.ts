import { setTimeout as delay } from 'node:timers/promises';
import type OpenAI from 'openai';
import { z } from 'zod';
import { PermanentError, TransientError } from '../errors.ts';
import { inParallel } from '../inParallel.ts';
import type { FallbackReason } from '../lessons/coding.ts';
import type { Code } from '../lessons/question.ts';
import { ProviderFailure } from '../providers/failure.ts';
import type { ProviderPool, Work } from '../providers/pool.ts';
import type { QuestionText } from '../questions/engine.ts';
import type { LocalEngine } from '../questions/localEngine.ts';
import type { ProviderUse } from '../settings/providerUse.ts';
import { codeOf, soundClaims } from './modelAnswer.ts';
import { type Prompt, userMessage } from './modelPrompt.ts';
import type { Tally } from './tally.ts';

/** A large model's code, and the model as the settings name it; or why there is none. */
export type Answer = { readonly code: Code; readonly model: string } | { readonly reason: FallbackReason };

export interface AskOptions {
  readonly pool: ProviderPool;
  readonly tally: Tally;
  readonly prompt: Prompt;
  /** Says which of the machine's subtypes is the likeliest. */
  readonly local: Pick<LocalEngine, 'subtypeOf'>;
  /** Questions in one call. */
  readonly batch: number;
  /** Seconds for which resting providers are waited for, all calls together; 0 takes what there is now. */
  readonly patienceSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

// Enough to hide a model's slowness, too few to run into most limits a minute.
const parallel = 4;

/** Asks the large model for the codes of questions, in batches; answers in their order, one for each. */
export async function askModel(questions: readonly QuestionText[], options: AskOptions): Promise<Answer[]> {
  const deadline = Date.now() + options.patienceSeconds * 1000;
  const starts = questions.flatMap((_, index) => (index % options.batch === 0 ? [index] : []));
  const answers = await inParallel(parallel, starts, (start) =>
    askBatch(questions.slice(start, start + options.batch), options, deadline),
  );
  return answers.flat();
}

/** Asks for one batch; what is missing or unsound in the answer is asked again, once. */
async function askBatch(questions: readonly QuestionText[], options: AskOptions, deadline: number): Promise<Answer[]> {
  const { prompt, local } = options;
  const items = questions.map((question, index) => ({ ...question, id: `q${index}` }));
  const found = new Map<string, Answer>();
  let reason: FallbackReason = 'invalid-answer';
  for (let attempt = 0; attempt < 2 && found.size < items.length; attempt += 1) {
    const missing = items.filter(({ id }) => !found.has(id));
    try {
      const { content, use, model } = await complete(missing, options, deadline);
      const claims = soundClaims(content, new Set(missing.map(({ id }) => id)), prompt);
      const modelVersion = `${model}+codebook-${prompt.version}`;
      for (const question of missing) {
        const claim = claims.get(question.id);
        if (claim === undefined) continue;
        found.set(question.id, { code: codeOf(claim, question, { prompt, local, modelVersion }), model: use.model });
      }
    } catch (error) {
      if (options.signal?.aborted) throw error;
      reason = reasonOf(error);
      break;
    }
  }
  return items.map(({ id }) => found.get(id) ?? { reason });
}

interface Completed {
  readonly content: string | null | undefined;
  readonly use: ProviderUse;
  /** As the provider names what answered. */
  readonly model: string;
}

async function complete(
  items: readonly (QuestionText & { readonly id: string })[],
  { pool, tally, signal, prompt }: AskOptions,
  deadline: number,
): Promise<Completed> {
  for (;;) {
    try {
      const { value, use, usage, money } = await pool.call(
        (openai, to, stop) => chat(openai, to, prompt, userMessage(items), stop),
        signal,
      );
      tally.call(usage.inputTokens, usage.outputTokens, money);
      return { content: value.choices[0]?.message.content, use, model: value.model ?? use.model };
    } catch (error) {
      const wait = error instanceof TransientError ? error.retryAfterSeconds : undefined;
      if (wait === undefined || Date.now() + wait * 1000 > deadline) throw error;
      await delay(wait * 1000, undefined, signal === undefined ? {} : { signal });
    }
  }
}

const completionSchema = z.object({
  model: z.string().optional(),
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }).optional().catch(undefined),
});
type Completion = z.infer<typeof completionSchema>;

async function chat(
  openai: OpenAI,
  use: ProviderUse,
  { system, claims }: Prompt,
  user: string,
  signal: AbortSignal,
): Promise<Work<Completion>> {
  const { zodResponseFormat } = await import('openai/helpers/zod');
  const raw: unknown = await openai.chat.completions.create(
    {
      model: use.model,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      response_format: zodResponseFormat(claims, 'codes'),
      ...(use.temperature === null ? {} : { temperature: use.temperature }),
    },
    { signal },
  );
  const completion = completionSchema.safeParse(raw);
  if (!completion.success) throw new ProviderFailure('malformed', 'answered in another shape than a chat completion');
  const { usage, choices } = completion.data;
  return {
    value: completion.data,
    usage: {
      inputTokens: usage?.prompt_tokens ?? estimatedTokens(system + user),
      outputTokens: usage?.completion_tokens ?? estimatedTokens(choices[0]?.message.content ?? ''),
      audioSeconds: 0,
    },
  };
}

// Some compatible servers do not count; English has about four characters a token.
const estimatedTokens = (text: string) => Math.ceil(text.length / 4);

function reasonOf(error: unknown): FallbackReason {
  if (error instanceof TransientError) return 'unavailable';
  if (!(error instanceof PermanentError)) throw error;
  if (error.code === 'budget-exhausted') return 'budget-exhausted';
  return error.code === 'coding-not-configured' ? 'not-configured' : 'rejected';
}
