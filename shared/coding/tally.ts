import type { CodingEngineName, CodingReport, FallbackReason, ModelCost } from '../lessons/coding.ts';

/** Counts how the codes of one lesson or one request come about. */
export class Tally {
  readonly #engine: CodingEngineName;
  readonly #counts = { local: 0, cached: 0, asked: 0, fellBack: 0, calls: 0, inputTokens: 0, outputTokens: 0 };
  readonly #reasons = new Set<FallbackReason>();
  #money: number | null = 0;

  constructor(engine: CodingEngineName) {
    this.#engine = engine;
  }

  add(what: 'local' | 'cached' | 'asked', count: number): void {
    this.#counts[what] += count;
  }

  fellBack(reason: FallbackReason): void {
    this.#counts.fellBack += 1;
    this.#reasons.add(reason);
  }

  /** @param money US dollars; null when the price is not known, and then the sum is not either. */
  call(inputTokens: number, outputTokens: number, money: number | null): void {
    this.#counts.calls += 1;
    this.#counts.inputTokens += inputTokens;
    this.#counts.outputTokens += outputTokens;
    this.#money = this.#money === null || money === null ? null : this.#money + money;
  }

  report(): CodingReport {
    const { local, cached, asked, fellBack, calls } = this.#counts;
    const questions = local + cached + asked + fellBack;
    return {
      engine: this.#engine,
      questions,
      local,
      cached,
      asked,
      fellBack,
      reasons: [...this.#reasons].sort(),
      calls,
    };
  }

  cost(): ModelCost {
    const { inputTokens, outputTokens } = this.#counts;
    return { inputTokens, outputTokens, money: this.#money };
  }
}
