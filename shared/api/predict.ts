import type { z } from 'zod';
import { config } from '../settings/config.ts';
import { openSession } from '../wiring/codingSessions.ts';
import type { predictionRequestSchema, predictionResponseSchema } from './contract.ts';

/** Codes questions that somebody typed, in their order. Nobody waits for a provider that rests: the local model codes then. */
export async function predict(
  request: z.output<typeof predictionRequestSchema>,
): Promise<z.infer<typeof predictionResponseSchema>> {
  const session = await openSession(request.engine ?? config().CODING_ENGINE, 0);
  const codes = await session.engine.code(
    request.questions.map((text) => ({ text })),
    { evidence: request.evidence },
  );
  return {
    predictions: codes.map((code, index) => ({ question: request.questions[index] ?? '', ...code })),
    coding: session.report(),
    cost: { currency: 'USD', ...session.cost() },
  };
}
