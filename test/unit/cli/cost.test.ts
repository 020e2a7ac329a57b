import { describe, expect, test } from 'vitest';
import { codingText, costText } from '../../../cli/cost.ts';
import type { CodingReport, Cost } from '../../../shared/lessons/coding.ts';

const coding: CodingReport = {
  engine: 'cascade',
  questions: 15,
  local: 12,
  cached: 1,
  asked: 2,
  fellBack: 0,
  reasons: [],
  calls: 1,
};
const cost: Cost = {
  currency: 'USD',
  money: 0.0109,
  speech: { audioSeconds: 95.2, money: 0.0095 },
  coding: { inputTokens: 3000, outputTokens: 120, money: 0.0014 },
};

describe('what a lesson cost', () => {
  test('is told in parts', () => {
    expect(costText(cost, coding)).toBe('$0.0109  (speech 95 s $0.0095; coding 1 call, 3,120 tokens $0.0014)');
  });

  test('is not known where a price is not, and is not called nothing', () => {
    const unknown = { ...cost, money: null, speech: { ...cost.speech, money: null } };
    expect(costText(unknown, coding)).toMatch(
      /^price not known {2}\(speech 95 s price not known; coding .*\$0\.0014\)$/,
    );
  });

  test('says nothing of a large model that was not called', () => {
    expect(costText({ ...cost, money: 0.5 }, { ...coding, calls: 0 })).toBe('$0.50  (speech 95 s $0.0095)');
  });
});

test('who coded, and why some questions fell back', () => {
  expect(codingText(coding)).toBe('cascade: 12 local, 2 large model, 1 cached');
  expect(codingText({ ...coding, asked: 0, fellBack: 2, reasons: ['budget-exhausted'] })).toBe(
    'cascade: 12 local, 0 large model, 1 cached; 2 local instead: the day’s budget is used up',
  );
});
