import type { z } from 'zod';
import { localEngine } from '../questions/localEngine.ts';
import { remeasured } from '../questions/metrics.ts';
import { listQuestions } from '../results/questions.ts';
import type { QuestionResponse, QuestionsResponse, questionsQuerySchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { withETag } from './review.ts';
import { maskedQuestions } from './takeAway.ts';

type Query = z.output<typeof questionsQuerySchema>;

/** The questions of a lesson's shown revision, in order of time. @throws Problem 404 as long as there is no result. */
export async function questionsView(
  id: string,
  { evidence, names = 'shown' }: Pick<Query, 'evidence'> & Partial<Query>,
): Promise<QuestionsResponse> {
  const { lesson, result, place } = await completedLessonAt(id);
  const questions = (await listQuestions(place, result.revision)).map(withETag);
  const shown = questions.map((question) => (evidence ? withEvidence(question) : question));
  const { siteId, educator } = lesson;
  const key = { lessonId: lesson.id, revision: result.revision, siteId, educator };
  return {
    lessonId: lesson.id,
    revision: result.revision,
    metrics: remeasured(result, questions),
    reviewedCount: questions.filter(({ review }) => review !== undefined).length,
    questions: names === 'masked' ? await maskedQuestions(key, shown) : shown,
  };
}

// The local engine can say why in microseconds, whoever coded: what it weighs is what a person can check in the words.
function withEvidence(question: QuestionResponse): QuestionResponse {
  const found = question.evidence ?? localEngine().codeOne(question, { evidence: true }).evidence;
  return found === undefined ? question : { ...question, evidence: found };
}
