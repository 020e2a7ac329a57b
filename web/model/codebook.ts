import type { QuestionsResponse } from '../../shared/api/contract.ts';
import { codeOf, type Label, type Question } from './code.ts';

/** The codebook of a lesson's site. */
export type Codebook = QuestionsResponse['codebook'];

/** A subtype that people see; `definition` is absent where it is of a codebook that the site had before. */
export interface Subtype {
  readonly key: string;
  readonly label: Label;
  readonly definition?: string;
}

export const subtypesOf = ({ subtypes }: Codebook, label: Label): readonly Subtype[] =>
  subtypes.filter((one) => one.label === label);

/**
 * The subtypes of a codebook, open ones first, and after them those that people gave by one that the site had before:
 * these stay as they were given.
 */
export function subtypesIn(
  codebook: Codebook,
  questions: readonly Pick<Question, 'label' | 'subtype' | 'review'>[],
): readonly Subtype[] {
  const now = [...subtypesOf(codebook, 'OEQ'), ...subtypesOf(codebook, 'CEQ')];
  const keys = new Set(now.map(({ key }) => key));
  const earlier = new Map<string, Subtype>();
  for (const question of questions) {
    const { label, subtype } = codeOf(question);
    if (subtype !== undefined && !keys.has(subtype)) earlier.set(subtype, { key: subtype, label });
  }
  return [...now, ...[...earlier.values()].sort((a, b) => (a.key < b.key ? -1 : 1))];
}
