import type { Code, FoundQuestion } from '../lessons/question.ts';
import type { CodingEngine, CodingOptions } from './engine.ts';
import { tellLanguages } from './language.ts';

/**
 * Codes the questions of a lesson with any engine: the one seam between finding and coding. Each is coded in its own
 * language, which is told where the question does not say it; what is in a language that nobody here codes is left out.
 * Where words are in doubt, the confidence is the coder's and the recogniser's together.
 * @throws Error when the engine breaks its promise of one code for each question
 */
export async function codeQuestions(
  found: readonly FoundQuestion[],
  engine: CodingEngine,
  options: CodingOptions = {},
): Promise<(FoundQuestion & Code)[]> {
  const questions = await inTheirLanguages(found);
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

/** The questions with their languages, English unsaid; without those of another language. */
async function inTheirLanguages(found: readonly FoundQuestion[]): Promise<FoundQuestion[]> {
  if (found.length === 0) return [];
  const told = await tellLanguages(found.map(({ text }) => text));
  return found.flatMap((question, index) => {
    const said = told[index];
    if (said === undefined) return [question];
    // Who heard it knows better, but for whole sentences that are plainly in another language.
    if (question.language !== undefined)
      return 'reason' in said && said.reason === 'unsupported-language' && question.text.split(' ').length > 3
        ? []
        : [englishUnsaid(question)];
    if ('language' in said) return [englishUnsaid({ ...question, language: said.language })];
    // What is cut short or garbled is coded as it always was: its doubt is told by the recogniser.
    return said.reason === 'unsupported-language' ? [] : [question];
  });
}

function englishUnsaid({ language, ...question }: FoundQuestion): FoundQuestion {
  return language === undefined || language === 'en' ? question : { ...question, language };
}

/** That a code is right: as sure as the coder is where the words are right, and a guess between two where they are not. */
function together(confidence: number, wordProbability = 1): number {
  return wordProbability * confidence + (1 - wordProbability) / 2;
}
