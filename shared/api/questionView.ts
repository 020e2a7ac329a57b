import { type Codebook, keyOf, shownBy } from '../lessons/codebook.ts';
import { type CodedQuestion, codedLanguageOf, codedQuestionSchema } from '../lessons/question.ts';
import { chosenEngine } from '../wiring/codingSessions.ts';
import { etagOf } from './conditional.ts';
import type { QuestionResponse } from './contract.ts';

const stateSchema = codedQuestionSchema.omit({ evidence: true });

/** Of what is said, not of who stored it when: after a rebuild, what somebody saw is still what it was. */
export const questionEtag = (question: CodedQuestion): string => etagOf(stateSchema.parse(question));

/**
 * A question as the API shows it, by its site's codebook; with `evidence` also why it was coded so, and what its subtype
 * would be under the other label. The local engine says both in microseconds, whoever coded: what it weighs is what a
 * person can check in the words.
 */
export function asShown(
  question: CodedQuestion,
  codebook: Codebook,
  { evidence }: { readonly evidence: boolean },
): QuestionResponse {
  const shown = { ...shownBy(codebook, question), etag: questionEtag(question) };
  if (!evidence) return shown;
  const language = codedLanguageOf(question);
  // Of words that no coder knows there is nothing to say.
  if (language === undefined) return shown;
  const engine = chosenEngine();
  const asked = { text: question.text, language };
  const found = question.evidence ?? engine.codeOne(asked, { evidence: true }).evidence;
  const other = keyOf(codebook, engine.subtypeOf(asked, question.label === 'OEQ' ? 'CEQ' : 'OEQ'));
  return {
    ...shown,
    ...(found === undefined ? {} : { evidence: found }),
    ...(other === undefined ? {} : { otherSubtype: other }),
  };
}
