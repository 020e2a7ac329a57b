import { expect, test } from 'vitest';
import { assign } from '../../../shared/studies/assign.ts';

const lessons = Array.from({ length: 15 }, (_, index) => index.toString(16).padStart(24, '0'));
const plan = { lessons, coders: ['Ana', 'Ben', 'Cleo'], doubleShare: 0.2, showMachine: false, seed: 'autumn' };
const twiceOf = (assigned: ReturnType<typeof assign>) => assigned.filter(({ coders }) => coders.length === 2);

test('so many lessons are coded twice as were asked for, by two different people, and each by somebody', () => {
  const assigned = assign(plan);
  expect(assigned.map(({ lessonId }) => lessonId).sort()).toEqual(lessons);
  expect(twiceOf(assigned)).toHaveLength(3);
  for (const { coders } of assigned) expect(new Set(coders).size).toBe(coders.length);
  expect(twiceOf(assign({ ...plan, doubleShare: 0.21 }))).toHaveLength(4);
  expect(twiceOf(assign({ ...plan, doubleShare: 0 }))).toEqual([]);
});

test('the same seed draws the same, whatever the order in which lessons were named; another one does not', () => {
  const again = assign({ ...plan, lessons: lessons.toReversed() });
  expect(again).toEqual(assign(plan));
  expect(assign({ ...plan, seed: 'winter' })).not.toEqual(again);
});

test('coders take turns, and so do pairs', () => {
  const pairs = assign({ ...plan, doubleShare: 1 }).map(({ coders }) => coders.join('+'));
  expect(new Set(pairs.slice(0, 6)).size).toBe(6);
  for (const coder of plan.coders) expect(pairs.filter((pair) => pair.includes(coder))).toHaveLength(10);
});
