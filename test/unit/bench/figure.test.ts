import { expect, test } from 'vitest';
import { atMost, figure, ratioAtLeast, ratioAtMost } from '../../../bench/measuring/figure.ts';

test('a machine half as fast, on which nothing got worse, reaches every target of speed', () => {
  for (const slower of [1, 2, 7]) {
    const took = { name: 'load', unit: 'ms', value: 300 * slower, baseline: 30 * slower };
    expect(figure({ ...took, target: ratioAtMost(12) }).met).toBe(true);
    const done = { name: 'rate', unit: '1/s', value: 80 / slower, baseline: 1000 / slower };
    expect(figure({ ...done, target: ratioAtLeast(0.04) }).met).toBe(true);
  }
});

test('what got worse by itself misses its target', () => {
  expect(figure({ name: 'load', unit: 'ms', value: 390, baseline: 30, target: ratioAtMost(12) }).met).toBe(false);
  expect(figure({ name: 'rate', unit: '1/s', value: 39, baseline: 1000, target: ratioAtLeast(0.04) }).met).toBe(false);
});

test('a target of a ratio is missed where there is no baseline to divide by', () => {
  expect(figure({ name: 'load', unit: 'ms', value: 1, target: ratioAtMost(12) })).toMatchObject({
    ratio: null,
    met: false,
  });
  expect(figure({ name: 'load', unit: 'ms', value: 1, baseline: 0, target: ratioAtMost(12) }).met).toBe(false);
});

test.each(['ms', 's', 'min', '1/s', '1/min', '1/h'])('no number of %s is a target by itself', (unit) => {
  expect(() => figure({ name: 'load', unit, value: 1, target: atMost(400) })).toThrow(/ratio/);
});

test('counts, sizes and scores are held to numbers', () => {
  expect(figure({ name: 'lost', unit: 'lessons', value: 0, target: atMost(0) }).met).toBe(true);
  expect(figure({ name: 'weights', unit: 'MB', value: 1.2, target: atMost(1) }).met).toBe(false);
});
