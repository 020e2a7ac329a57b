import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closedSubtypes, openSubtypes } from '../../../shared/lessons/question.ts';
import { localEngine } from '../../../shared/questions/localEngine.ts';

const text = readFileSync(new URL('../../../docs/codebook.md', import.meta.url), 'utf8');

/** The rows of the codebook's two tables: subtype and its examples. */
const examples = [...text.matchAll(/^\| (?!subtype)([a-z-]+) \| [^|]+ \| ([^|]+) \|$/gmu)].map(
  ([, subtype = '', said = '']) => ({
    subtype,
    questions: said.split(' · ').map((question) => question.trim()),
  }),
);

describe('the codebook', () => {
  it('defines each subtype once, with examples', () => {
    expect(examples.map(({ subtype }) => subtype)).toEqual([...openSubtypes, ...closedSubtypes]);
    for (const { questions } of examples) expect(questions.length).toBeGreaterThanOrEqual(2);
  });

  it('and the local engine agree on the label of its examples', () => {
    const open: readonly string[] = openSubtypes;
    const differing = examples.flatMap(({ subtype, questions }) =>
      questions.filter(
        (question) => (localEngine().codeOne({ text: question }).label === 'OEQ') !== open.includes(subtype),
      ),
    );
    expect(differing).toEqual([]);
  });
});
