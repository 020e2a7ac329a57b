import type { Code, FoundQuestion } from '../lessons/question.ts';
import type { CodingEngine, CodingOptions } from './engine.ts';

/**
 * Codes the questions of a lesson with any engine: the one seam between finding and coding.
 * @throws Error when the engine breaks its promise of one code for each question
 */
export async function codeQuestions(
  questions: readonly FoundQuestion[],
  engine: CodingEngine,
  options: CodingOptions = {},
): Promise<(FoundQuestion & Code)[]> {
  if (questions.length === 0) return [];
  const codes = await engine.code(questions, options);
  if (codes.length !== questions.length) {
    throw new Error(`engine ${engine.name} gave ${codes.length} codes for ${questions.length} questions`);
  }
  return questions.flatMap((question, index) => {
    const code = codes[index];
    return code === undefined ? [] : [{ ...question, ...code }];
  });
}
