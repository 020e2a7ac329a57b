import { z } from 'zod';

/** Who codes: the local model, the large one, or the large one only where the local one is unsure. */
export const codingEngineSchema = z.enum(['local', 'openai', 'cascade']);
export type CodingEngineName = z.infer<typeof codingEngineSchema>;

/** Why questions got the local code although the large model was to code them. */
export const fallbackReasonSchema = z.enum([
  'unavailable',
  'invalid-answer',
  'rejected',
  'not-configured',
  'budget-exhausted',
]);
export type FallbackReason = z.infer<typeof fallbackReasonSchema>;

const count = z.int().nonnegative();

/** How the codes of a lesson or of a request came about. `questions` is the sum of the four counts after it. */
export const codingReportSchema = z.object({
  engine: codingEngineSchema.describe('the engine asked for'),
  questions: count,
  local: count.describe('coded by the local model as intended'),
  cached: count.describe('answered by the large model before, or twice in this request'),
  asked: count.describe('answered by the large model now'),
  fellBack: count.describe('coded by the local model because the large one could not'),
  reasons: z.array(fallbackReasonSchema).describe('why they fell back'),
  calls: count.describe('calls of the large model, those that ask again included'),
});
export type CodingReport = z.infer<typeof codingReportSchema>;

const money = z.number().nonnegative().nullable().describe('US dollars; null where a price is not known');

/** What a large model was used for. */
export const modelCostSchema = z.object({ inputTokens: count, outputTokens: count, money });
export type ModelCost = z.infer<typeof modelCostSchema>;

/** What a lesson cost. */
export const costSchema = z.object({
  currency: z.literal('USD'),
  money,
  speech: z.object({ audioSeconds: z.number().nonnegative(), money }),
  coding: modelCostSchema,
  shadow: modelCostSchema.optional().describe('of a model that coded beside, as part of the sum'),
});
export type Cost = z.infer<typeof costSchema>;
