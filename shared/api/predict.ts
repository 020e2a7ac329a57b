import type { z } from 'zod';
import { shownBy } from '../lessons/codebook.ts';
import type { CodedLanguage } from '../lessons/question.ts';
import { isRefusedIn, tellLanguages, type UncodedReason } from '../questions/language.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import { openSession } from '../wiring/codingSessions.ts';
import type { predictionRequestSchema, predictionResponseSchema } from './contract.ts';

/**
 * Codes questions that somebody typed, in their order, each in its language. What is in no language that is coded, or no
 * sentence, gets no label and the reason. Nobody waits for a provider that rests: the local model codes then.
 */
export async function predict(
  request: z.output<typeof predictionRequestSchema>,
): Promise<z.infer<typeof predictionResponseSchema>> {
  const codebook = codebookOf(config(), request.site ?? '');
  const session = await openSession(request.engine ?? config().CODING_ENGINE, codebook, 0);
  const told = await languagesOf(request);
  const coded = told.flatMap(({ text, language }) => (language === undefined ? [] : [{ text, language }]));
  const codes = await session.engine.code(coded, { evidence: request.evidence });
  let next = 0;
  return {
    predictions: told.map(({ text: question, language, reason }) => {
      if (language === undefined) return { question, label: null, reason: reason ?? 'not-a-sentence' };
      const code = codes[next];
      next += 1;
      if (code === undefined)
        throw new Error(`engine ${session.engine.name} gave ${codes.length} codes for ${coded.length} questions`);
      return { question, language, ...shownBy(codebook, code) };
    }),
    coding: session.report(),
    cost: { currency: 'USD', ...session.cost() },
  };
}

interface Told {
  readonly text: string;
  readonly language?: CodedLanguage;
  readonly reason?: UncodedReason;
}

async function languagesOf({
  questions,
  language,
}: z.output<typeof predictionRequestSchema>): Promise<readonly Told[]> {
  const told = await tellLanguages(questions);
  return questions.map((text, index) => {
    const own = told[index];
    if (language === undefined) return { text, ...own };
    return own !== undefined && 'reason' in own && isRefusedIn(language, text, own.reason)
      ? { text, ...own }
      : { text, language };
  });
}
