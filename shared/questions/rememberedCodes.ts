import type { Code } from '../lessons/question.ts';
import type { CodingEngine, QuestionText } from './engine.ts';

/** Codes by what the engine read of their questions. */
export type RememberedCodes = ReadonlyMap<string, Code>;

interface Remembering {
  readonly engine: CodingEngine;
  /** The codes that it gave until now, those that it remembered among them. */
  readonly given: RememberedCodes;
  /** Of these, the ones that it did not ask for again; each as often as it was given. */
  readonly remembered: readonly Code[];
}

/** An engine that is not asked again for what it has coded before: the same words with the same talk around them. */
export function remembering(engine: CodingEngine, before: RememberedCodes): Remembering {
  const given = new Map<string, Code>();
  const remembered: Code[] = [];
  return {
    given,
    remembered,
    engine: {
      name: engine.name,
      modelVersion: engine.modelVersion,
      async code(questions, options) {
        const fresh = questions.filter((question) => !before.has(keyOf(question)));
        const codes = fresh.length === 0 ? [] : await engine.code(fresh, options);
        if (codes.length !== fresh.length)
          throw new Error(`engine ${engine.name} gave ${codes.length} codes for ${fresh.length} questions`);
        let next = 0;
        return questions.flatMap((question) => {
          const key = keyOf(question);
          const known = before.get(key);
          const code = known ?? codes[next++];
          if (code === undefined) return [];
          if (known !== undefined) remembered.push(known);
          given.set(key, code);
          return [code];
        });
      },
    },
  };
}

const keyOf = ({ text, before, after, language }: QuestionText) => JSON.stringify([text, before, after, language]);
