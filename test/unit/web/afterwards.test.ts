import { expect, test } from 'vitest';
import { afterwards, longestWaits } from '../../../web/model/afterwards.ts';
import { measure } from '../../../web/model/measures.ts';
import { closed, ours, question, review } from './questions.ts';

test('who came after a question is told where it is known, and else that it is not', () => {
  const questions = [
    question(0, { start: 0, end: 1, waitTimeSeconds: 2, next: 'speech' }),
    // What a child asked counts in nothing, and came after the first.
    closed(3, { start: 3, end: 4, waitTimeSeconds: 1, next: 'speech', askedBy: 'child', askedByFrom: 'person' }),
    closed(10, { start: 10, end: 11, waitTimeSeconds: 1, next: 'speech' }),
    question(12, {
      start: 12,
      end: 13,
      waitTimeSeconds: 4,
      next: 'speech',
      askedBy: 'educator',
      askedByFrom: 'person',
    }),
    // Proposed from the voices, as nobody has said anything.
    closed(20, { start: 20, end: 21, waitTimeSeconds: 1, next: 'speech', nextBy: 'child' }),
    closed(30, { start: 30, end: 31, waitTimeSeconds: 30, next: 'silence' }),
    closed(70, { start: 70, end: 71, waitTimeSeconds: 1, next: 'unheard' }),
    closed(90, { start: 90, end: 91, waitTimeSeconds: null, next: 'end' }),
  ];
  const after = Object.fromEntries(afterwards(questions));
  expect(after).toEqual({
    child: { OEQ: 1, CEQ: 1 },
    educator: { OEQ: 0, CEQ: 1 },
    adult: { OEQ: 0, CEQ: 0 },
    nobody: { OEQ: 0, CEQ: 1 },
    unheard: { OEQ: 0, CEQ: 1 },
    unknown: { OEQ: 1, CEQ: 0 },
  });
});

test('the longest waits are five, the longest first, of what counts', () => {
  const waits = [1, 7, 3, 0, 9, 2, 4, 8];
  const questions = waits.map((waitTimeSeconds, at) =>
    question(at * 20, { waitTimeSeconds, ...(waitTimeSeconds === 9 ? { rejected: true } : {}) }),
  );
  expect(longestWaits(questions).map(({ waitTimeSeconds }) => waitTimeSeconds)).toEqual([8, 7, 4, 3, 2]);
});

test('waits of three seconds and kinds of questions are counted by the code that counts', () => {
  const questions = [
    question(0, { waitTimeSeconds: 3 }),
    question(10, { waitTimeSeconds: 1 }),
    closed(20, { waitTimeSeconds: 5 }),
    closed(30, { waitTimeSeconds: 2.9, review: review('OEQ', { subtype: 'predict' }) }),
    closed(40, { waitTimeSeconds: null }),
  ];
  const { waits, subtypes } = measure(questions, 60, ours);
  expect(waits.OEQ.longShare).toBeCloseTo(1 / 3, 9);
  expect(waits.CEQ.longShare).toBe(1);
  expect(subtypes.find(({ key }) => key === 'predict')?.count).toBe(1);
  expect(subtypes.reduce((sum, { count }) => sum + count, 0)).toBe(5);
});
