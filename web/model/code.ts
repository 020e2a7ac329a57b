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
export const isSubtype = (text: string): text is Subtype => Object.hasOwn(labels, text);

/** Whether a question counts: what was hard to hear does not, until a person has confirmed it. */
export const counts = ({ doubtful, review }: Pick<Question, 'doubtful' | 'review'>): boolean =>
  doubtful !== true || review !== undefined;

/** The code that counts: a person's where there is one. A review that gives no subtype keeps the machine's, if it fits. */
export function codeOf(question: Pick<Question, 'label' | 'subtype' | 'review'>): {
  readonly label: Label;
  readonly subtype: Subtype | undefined;
} {
  const label = question.review?.label ?? question.label;
  const given = question.review?.subtype ?? question.subtype;
  return { label, subtype: labels[given] === label ? given : undefined };
}
