import type { z } from 'zod';
import { isReviewed, remeasured } from '../questions/metrics.ts';
import { readReviewing } from '../results/reviewing.ts';
import { codebookOf } from '../settings/codebooks.ts';
import { config } from '../settings/config.ts';
import type { Rights } from './access.ts';
import { codebookView } from './codebookView.ts';
import type { QuestionsResponse, questionsQuerySchema } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { asShown } from './questionView.ts';
import { maskedQuestions } from './takeAway.ts';

type Query = z.output<typeof questionsQuerySchema>;

/** The questions of a lesson's shown revision, in order of time. @throws Problem 404 as long as there is no result. */
export async function questionsView(
  id: string,
  rights: Rights,
  { evidence, names = 'shown' }: Pick<Query, 'evidence'> & Partial<Query>,
): Promise<QuestionsResponse> {
  const { lesson, result, place } = await completedLessonAt(id, rights);
  const { questions } = (await readReviewing(place, result.revision, result)).state;
  const codebook = codebookOf(config(), lesson.siteId);
  const shown = questions.map((question) => asShown(question, codebook, { evidence }));
  return {
    lessonId: lesson.id,
    revision: result.revision,
    metrics: remeasured(result, questions),
    reviewedCount: questions.filter(isReviewed).length,
    codebook: codebookView(lesson.siteId),
    ...(names === 'masked'
      ? await maskedQuestions(lesson, { ...place, educator: lesson.educator, result }, shown)
      : { questions: shown }),
  };
}
