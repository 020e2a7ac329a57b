import { z } from 'zod';
import { closedSubtypes, codedLanguageSchema, openSubtypes } from '../lessons/question.ts';

/** How many numbers a feature has: one for open against closed, then one for each subtype. */
export const numbersPerFeature = 1 + openSubtypes.length + closedSubtypes.length;

const weights = z.array(z.number()).length(numbersPerFeature);

/**
 * A trained model as model.json holds it. All weights are log-odds: a question's score for open is `bias[0]` plus the
 * first number of each of its features; `calibration` makes that score's probability true. The other numbers score
 * the subtypes, of which only those of the label compete.
 */
export const localModelSchema = z.object({
  format: z.int().min(1).max(1),
  language: codedLanguageSchema.default('en').describe('absent in models from before Spanish'),
  version: z.string().regex(/^local-[0-9a-f]{8}$/),
  columns: z.array(z.string()).length(numbersPerFeature),
  calibration: z.object({ slope: z.number(), offset: z.number() }),
  bias: weights,
  features: z.record(z.string(), weights),
});
export type LocalModel = z.infer<typeof localModelSchema>;

/** Column names as model.json gives them, for people who read it. */
export const columnNames: readonly string[] = ['open', ...openSubtypes, ...closedSubtypes];
