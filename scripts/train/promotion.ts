import type { Label } from '../../shared/lessons/question.ts';
import type { LocalEngine } from '../../shared/questions/localEngine.ts';
import type { Row } from './rows.ts';
import { judge } from './scoring/judge.ts';
import { macroF1 } from './scoring/scores.ts';

/** A question that one of two models got right and the other wrong. */
export interface Change {
  readonly text: string;
  readonly truth: Label;
}

/** Two models on the same labelled questions. */
export interface Verdict {
  readonly standing: number;
  readonly candidate: number;
  readonly mended: readonly Change[];
  readonly broken: readonly Change[];
  /** The candidate's macro-F1 is higher; the same is not better, for a change has its own risk. */
  readonly isBetter: boolean;
}

/** Compares two models by macro-F1 on experts' codes. */
export function verdictOn(rows: readonly Row[], standing: LocalEngine, candidate: LocalEngine): Verdict {
  const codes = (engine: LocalEngine) =>
    rows.map(({ text, language }) => engine.codeOne({ text, ...(language && { language }) }));
  const [old, young] = [codes(standing), codes(candidate)];
  const scores = { standing: macroF1(judge(rows, old)), candidate: macroF1(judge(rows, young)) };
  const changed = (right: typeof old, wrong: typeof old) =>
    rows.flatMap(({ text, label }, index) =>
      right[index]?.label === label && wrong[index]?.label !== label ? [{ text, truth: label }] : [],
    );
  return {
    ...scores,
    mended: changed(young, old),
    broken: changed(old, young),
    isBetter: scores.candidate > scores.standing,
  };
}
