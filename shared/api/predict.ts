import type { z } from 'zod';
import { localEngine } from '../questions/localEngine.ts';
import type { predictionRequestSchema, predictionResponseSchema } from './contract.ts';

/** Codes questions that somebody typed, in their order. */
export async function predict(
  request: z.output<typeof predictionRequestSchema>,
): Promise<z.infer<typeof predictionResponseSchema>> {
  const codes = await localEngine().code(
    request.questions.map((text) => ({ text })),
    { evidence: request.evidence },
  );
  return { predictions: codes.map((code, index) => ({ question: request.questions[index] ?? '', ...code })) };
}
