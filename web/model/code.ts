import type { QuestionResponse } from '../../shared/api/contract.ts';

export type Question = QuestionResponse;
export type Label = Question['label'];
type Judged = Pick<Question, 'doubtful' | 'review' | 'rejected' | 'askedBy'>;

/** Whether it was hard to hear or may be an answer, and no person has said anything of it. */
export const isDoubtful = ({ doubtful, review, rejected }: Judged): boolean =>
  doubtful === true && review === undefined && rejected !== true;

/** Whether a question counts in the figures: heard or confirmed, not rejected, and not a child's or another adult's. */
export const counts = (question: Judged): boolean =>
  question.rejected !== true && !isDoubtful(question) && question.askedBy !== 'child' && question.askedBy !== 'adult';

/** Whether a person has judged it. */
export const isReviewed = ({ review, rejected }: Pick<Question, 'review' | 'rejected'>): boolean =>
  review !== undefined || rejected === true;

/**
 * The code that counts: a person's where there is one. A review that gives no subtype keeps the machine's, if it fits.
 * The subtype is a key of the site's codebook, or of one that the site had when the review was given.
 */
export function codeOf(question: Pick<Question, 'label' | 'subtype' | 'review'>): {
  readonly label: Label;
  readonly subtype: string | undefined;
} {
  const label = question.review?.label ?? question.label;
  return { label, subtype: question.review?.subtype ?? (label === question.label ? question.subtype : undefined) };
}
