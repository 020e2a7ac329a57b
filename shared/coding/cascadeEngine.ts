import type { CodingEngine } from '../questions/engine.ts';
import type { Tally } from './tally.ts';

export interface CascadeParts {
  readonly local: CodingEngine;
  readonly large: CodingEngine;
  /** Local confidence, 0.5 to 1, from which on the local code stands. */
  readonly threshold: number;
  readonly tally: Tally;
}

/** The engine "cascade": the local model codes, and the large one is asked only where the local one is unsure. */
export function cascadeEngine({ local, large, threshold, tally }: CascadeParts): CodingEngine {
  return {
    name: 'cascade',
    modelVersion: `${local.modelVersion}, below ${threshold} ${large.modelVersion}`,
    async code(questions, options = {}) {
      const codes = await local.code(questions, options);
      const unsure = codes.flatMap(({ confidence }, index) => (confidence < threshold ? [index] : []));
      tally.add('local', questions.length - unsure.length);
      const asked = unsure.flatMap((index) => questions[index] ?? []);
      const better = await large.code(asked, options);
      for (const [place, index] of unsure.entries()) {
        const code = better[place];
        if (code !== undefined) codes[index] = code;
      }
      return codes;
    },
  };
}
