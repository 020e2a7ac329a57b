import type { Code, FoundQuestion } from '../lessons/question.ts';
import type { CodingEngine, CodingOptions } from './engine.ts';

/**
 * Codes the questions of a lesson with any engine: the one seam between finding and coding. Where words are in doubt,
 * the confidence is the coder's and the recogniser's together.
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
    if (code === undefined) return [];
    const confidence = together(code.confidence, question.wordProbability);
    return [{ ...question, ...code, confidence }];
  });
}

/** That a code is right: as sure as the coder is where the words are right, and a guess between two where they are not. */
function together(confidence: number, wordProbability = 1): number {
  return wordProbability * confidence + (1 - wordProbability) / 2;
}
