import { tryToKeep } from '../backup/keepReviews.ts';
import { keepReview } from '../backup/reviewBackup.ts';
import { TransientError } from '../errors.ts';
import type { Review } from '../lessons/question.ts';
import { refreshMetrics } from '../results/measured.ts';
import type { StoredQuestion } from '../results/questions.ts';
import { saveReview } from '../results/reviews.ts';
import { briefly } from './briefly.ts';
import type { QuestionResponse } from './contract.ts';
import { completedLessonAt } from './findLesson.ts';
import { Problem } from './problem.ts';

/** Which question of which lesson, as a path names them. */
export interface QuestionPath {
  readonly id: string;
  readonly questionId: string;
}

/**
 * Records a person's code for a question (null takes it back), and brings the lesson's metrics up to it.
 * @param basis the ETag of what the person saw; undefined means whatever it is now
 * @param onStale told when the metrics could not follow; the review is saved all the same, and the next one mends them
 * @throws Problem 404, or 412 'changed-meanwhile'
 */
export async function review(
  { id, questionId }: QuestionPath,
  code: Review | null,
  basis: string | undefined,
  onStale: (error: TransientError) => void,
): Promise<QuestionResponse> {
  const { result, place } = await completedLessonAt(id);
  const at = code?.at ?? new Date().toISOString();
  const saved = await saveReview(place, result.revision, questionId, code, basis, at);
  if (saved === null)
    throw new Problem(404, 'unknown-question', 'No such question', 'The lesson has no question with this id.');
  if (saved === 'conflict') {
    throw new Problem(
      412,
      'changed-meanwhile',
      'Somebody was faster',
      'The question has changed since you read it. Read it again, then send your code.',
    );
  }
  const kept = { ...place, revision: result.revision };
  await briefly(tryToKeep(place.lessonId, () => keepReview(kept, questionId, code, at)));
  try {
    await refreshMetrics(place, result.revision);
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    onStale(error);
  }
  return withETag(saved);
}

/** A question as the API shows it. */
export function withETag({ question, etag }: StoredQuestion): QuestionResponse {
  return { ...question, etag };
}
