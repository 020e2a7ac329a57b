import type { QuestionResponse } from '../../shared/api/contract.ts';

export type Question = QuestionResponse;
export type Label = Question['label'];
export type Subtype = Question['subtype'];

// The type makes this list of the codebook's subtypes complete.
const labels: Readonly<Record<Subtype, Label>> = {
  explain: 'OEQ',
  describe: 'OEQ',
  predict: 'OEQ',
  ideas: 'OEQ',
  prompt: 'OEQ',
  'yes-no': 'CEQ',
  choice: 'CEQ',
  'specific-answer': 'CEQ',
  'fill-in': 'CEQ',
  tag: 'CEQ',
  repair: 'CEQ',
  request: 'CEQ',
};

/** All subtypes in the codebook's order, open ones first. */
// Keys of a record of subtypes are subtypes.
export const subtypes = Object.keys(labels) as Subtype[];
export const subtypesOf = (label: Label): Subtype[] => subtypes.filter((subtype) => labels[subtype] === label);
export const labelOfSubtype = (subtype: Subtype): Label => labels[subtype];
export const isSubtype = (text: string): text is Subtype => Object.hasOwn(labels, text);

type Judged = Pick<Question, 'doubtful' | 'review' | 'rejected' | 'askedBy'>;

/** Whether it was hard to hear, and no person has said anything of it. */
export const isDoubtful = ({ doubtful, review, rejected }: Judged): boolean =>
  doubtful === true && review === undefined && rejected !== true;

/** Whether a question counts in the figures: heard or confirmed, not rejected, and not a child's or another adult's. */
export const counts = (question: Judged): boolean =>
  question.rejected !== true && !isDoubtful(question) && question.askedBy !== 'child' && question.askedBy !== 'adult';

/** Whether a person has judged it. */
export const isReviewed = ({ review, rejected }: Pick<Question, 'review' | 'rejected'>): boolean =>
  review !== undefined || rejected === true;

/** The code that counts: a person's where there is one. A review that gives no subtype keeps the machine's, if it fits. */
export function codeOf(question: Pick<Question, 'label' | 'subtype' | 'review'>): {
  readonly label: Label;
  readonly subtype: Subtype | undefined;
} {
  const label = question.review?.label ?? question.label;
  const given = question.review?.subtype ?? question.subtype;
  return { label, subtype: labels[given] === label ? given : undefined };
}
