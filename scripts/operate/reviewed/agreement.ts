import { type CodedLanguage, codedLanguageOf, type Label } from '../../../shared/lessons/question.ts';
import type { StoredShadowedQuestion } from '../../../shared/results/reviewed.ts';
import { cohensKappa } from '../../../shared/studies/kappa.ts';

/** How a shown model and its shadow coded the same questions. */
export interface Comparison {
  readonly shown: string;
  readonly shadow: string;
  readonly language: CodedLanguage;
  readonly questions: number;
  /** Share of the same label. */
  readonly agreement: number;
  /** Cohen's kappa; null where both gave one label only. */
  readonly kappa: number | null;
  /** [shown][shadow] -> count. */
  readonly labels: Readonly<Record<Label, Readonly<Record<Label, number>>>>;
  /** Among the questions that a person reviewed. */
  readonly reviewed: {
    readonly questions: number;
    readonly bothRight: number;
    readonly shownRight: number;
    readonly shadowRight: number;
    readonly bothWrong: number;
  };
  /** Chance of a difference at least as large if neither were better (exact sign test on those that one alone got right); null without any. */
  readonly chance: number | null;
}

type Item = Pick<
  StoredShadowedQuestion,
  'label' | 'language' | 'engine' | 'modelVersion' | 'fallback' | 'shadow' | 'review' | 'rejected'
>;

/**
 * One comparison for each pair of models and each language; the same model beside itself is none. What a person says is no question has no right code; a fallback is the local
 * model's code, so it says nothing of the large one.
 */
export function compare(items: Iterable<Item>): Comparison[] {
  const pairs = new Map<string, Item[]>();
  for (const item of items) {
    if (item.rejected === true || item.shadow === undefined || item.fallback || item.shadow.fallback) continue;
    if (codedLanguageOf(item) === undefined) continue;
    const [shown, shadow] = [nameOf(item), nameOf(item.shadow)];
    if (shown === shadow) continue;
    const key = JSON.stringify([shown, shadow, item.language ?? 'en']);
    pairs.set(key, [...(pairs.get(key) ?? []), item]);
  }
  return [...pairs.values()].map(comparisonOf).sort((a, b) => b.questions - a.questions);
}

const nameOf = ({ engine, modelVersion }: Pick<Item, 'engine' | 'modelVersion'>) => `${engine} ${modelVersion}`;

function comparisonOf(items: readonly Item[]): Comparison {
  const labels = { OEQ: { OEQ: 0, CEQ: 0 }, CEQ: { OEQ: 0, CEQ: 0 } };
  const reviewed = { questions: 0, bothRight: 0, shownRight: 0, shadowRight: 0, bothWrong: 0 };
  for (const { label, shadow, review } of items) {
    if (shadow === undefined) continue;
    labels[label][shadow.label] += 1;
    if (review === undefined) continue;
    reviewed.questions += 1;
    const [shownIs, shadowIs] = [label === review.label, shadow.label === review.label];
    if (shownIs && shadowIs) reviewed.bothRight += 1;
    else if (shownIs) reviewed.shownRight += 1;
    else if (shadowIs) reviewed.shadowRight += 1;
    else reviewed.bothWrong += 1;
  }
  const [first] = items;
  const agreement = (labels.OEQ.OEQ + labels.CEQ.CEQ) / items.length;
  return {
    shown: first === undefined ? '' : nameOf(first),
    shadow: first?.shadow === undefined ? '' : nameOf(first.shadow),
    language: (first && codedLanguageOf(first)) ?? 'en',
    questions: items.length,
    agreement,
    kappa: cohensKappa(items.flatMap(({ label, shadow }) => (shadow ? [[label, shadow.label] as const] : []))).kappa,
    labels,
    reviewed,
    chance: signTest(reviewed.shownRight, reviewed.shadowRight),
  };
}

/** Two-sided exact sign test (McNemar's, for few items). */
export function signTest(a: number, b: number): number | null {
  const count = a + b;
  if (count === 0) return null;
  let tail = 0;
  // In logarithms: binomial coefficients of a few thousand items have no double.
  let logChoose = 0;
  for (let k = 0; k <= Math.min(a, b); k += 1) {
    tail += Math.exp(logChoose - count * Math.LN2);
    logChoose += Math.log(count - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * tail);
}
