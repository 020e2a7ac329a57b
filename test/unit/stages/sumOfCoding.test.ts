import { expect, test } from 'vitest';
import type { CodingReport } from '../../../shared/lessons/coding.ts';
import type { Code } from '../../../shared/lessons/question.ts';
import { addCosts, withRemembered } from '../../../shared/stages/sumOfCoding.ts';

const report = (counts: Partial<CodingReport>): CodingReport => ({
  ...{ engine: 'cascade', questions: 0, local: 0, cached: 0, asked: 0, fellBack: 0, reasons: [], calls: 0 },
  ...counts,
});
const code = (engine: string, fallback?: true): Code => ({
  ...{ label: 'OEQ', subtype: 'explain', confidence: 0.9, engine, modelVersion: '1' },
  ...(fallback && { fallback }),
});

test('two rounds cost their sum, which is not known where one is not', () => {
  const first = { inputTokens: 100, outputTokens: 10, money: 0.5 };
  expect(addCosts(first, { inputTokens: 20, outputTokens: 2, money: 0.25 })).toEqual({
    ...{ inputTokens: 120, outputTokens: 12, money: 0.75 },
  });
  expect(addCosts(first, { inputTokens: 0, outputTokens: 0, money: null }).money).toBeNull();
});

test('where nothing is another question, the report stays', () => {
  const first = report({
    ...{ questions: 6, local: 2, cached: 1, asked: 2, fellBack: 1, reasons: ['unavailable'], calls: 1 },
  });
  const codes = [code('local'), code('local'), code('openai'), code('openai'), code('openai'), code('local', true)];
  expect(withRemembered(first, report({}), codes)).toEqual(first);
});

test('codes of questions that are gone count no more, what was called stays', () => {
  const first = report({ ...{ questions: 3, asked: 2, fellBack: 1, reasons: ['rejected'], calls: 2 } });
  const now = report({ questions: 1, asked: 1, calls: 1 });
  expect(withRemembered(first, now, [code('openai')])).toEqual(report({ questions: 2, asked: 2, calls: 3 }));
});
