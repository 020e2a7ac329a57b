import type { CodingReport, ModelCost } from '../lessons/coding.ts';
import type { Code } from '../lessons/question.ts';

/** What two rounds of coding used together. What is not known makes a sum that is not known. */
export function addCosts(a: ModelCost, b: ModelCost): ModelCost {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    money: a.money === null || b.money === null ? null : a.money + b.money,
  };
}

/**
 * How the codes of a lesson came about whose questions were coded in two rounds.
 * @param remembered those of the first round that were taken over; `now` counts the others
 */
export function withRemembered(first: CodingReport, now: CodingReport, remembered: readonly Code[]): CodingReport {
  const fellBack = remembered.filter(({ fallback }) => fallback === true).length;
  const local = remembered.filter(({ engine, fallback }) => engine === 'local' && fallback !== true).length;
  const large = remembered.length - fellBack - local;
  // A code does not say whether its answer was known already: as many as the first round had.
  const cached = Math.min(first.cached, large);
  return {
    engine: now.engine,
    questions: now.questions + remembered.length,
    local: now.local + local,
    cached: now.cached + cached,
    asked: now.asked + large - cached,
    fellBack: now.fellBack + fellBack,
    reasons: [...new Set([...(fellBack > 0 ? first.reasons : []), ...now.reasons])].sort(),
    calls: first.calls + now.calls,
  };
}
