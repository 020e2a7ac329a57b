import type { Label, Subtype } from '../../../shared/lessons/question.ts';

/** A question's true code beside the one that an engine gave. */
export interface Judged {
  readonly truth: Label;
  readonly truthSubtype?: Subtype;
  readonly label: Label;
  readonly subtype: Subtype;
  /** probability of `label` */
  readonly confidence: number;
}

export interface ClassScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly count: number;
}

const labels = ['OEQ', 'CEQ'] as const;

export function accuracy(judged: readonly Judged[]): number {
  return judged.filter(({ truth, label }) => truth === label).length / judged.length;
}

/** The mean of both labels' F1; 0 for a label that neither truth nor engine has. */
export function macroF1(judged: readonly Judged[]): number {
  return labels.reduce((sum, label) => sum + labelScore(judged, label).f1, 0) / labels.length;
}

export function labelScore(judged: readonly Judged[], label: Label): ClassScore {
  return scoreOf(
    judged.map((item) => item.truth === label),
    judged.map((item) => item.label === label),
  );
}

/** Of one subtype, among the questions whose true subtype is known. */
export function subtypeScore(judged: readonly Judged[], subtype: Subtype): ClassScore {
  const known = judged.filter(({ truthSubtype }) => truthSubtype !== undefined);
  return scoreOf(
    known.map((item) => item.truthSubtype === subtype),
    known.map((item) => item.subtype === subtype),
  );
}

/** Share of right subtypes among the questions whose true subtype is known; NaN when none is. */
export function subtypeAccuracy(judged: readonly Judged[]): number {
  const known = judged.filter(({ truthSubtype }) => truthSubtype !== undefined);
  return known.filter(({ truthSubtype, subtype }) => truthSubtype === subtype).length / known.length;
}

function scoreOf(truth: readonly boolean[], given: readonly boolean[]): ClassScore {
  let both = 0;
  for (const [index, is] of truth.entries()) if (is && given[index] === true) both += 1;
  const count = truth.filter(Boolean).length;
  const claimed = given.filter(Boolean).length;
  return {
    precision: claimed === 0 ? 0 : both / claimed,
    recall: count === 0 ? 0 : both / count,
    f1: count + claimed === 0 ? 0 : (2 * both) / (count + claimed),
    count,
  };
}
