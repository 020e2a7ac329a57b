import type { Label } from '../../../shared/lessons/question.ts';

/** What the codebook decides where coded examples are few and coders differ: counted in training like `weight` rows. */
export interface Decision {
  readonly features: readonly string[];
  readonly label: Label;
  readonly weight: number;
  readonly reason: string;
}

export const decisions: readonly Decision[] = [
  {
    features: ['sense:something else'],
    label: 'OEQ',
    weight: 8,
    reason:
      '"What else …?" asks for one more of several answers; docs/codebook.md codes it open, as a border case. ' +
      'In the training file its codes are split and mostly unsure.',
  },
  {
    features: ['sense:pleasantry'],
    label: 'CEQ',
    weight: 3,
    reason: '"How do you do?", "how\'s it going?", "what\'s up?" greet: docs/codebook.md codes them closed.',
  },
];
