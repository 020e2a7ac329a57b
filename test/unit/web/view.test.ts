import { describe, expect, test } from 'vitest';
import { lastBegun } from '../../../web/model/search.ts';
import {
  columnsOf,
  following,
  isWhole,
  movedTo,
  questionAt,
  ticksOf,
  timeAt,
  wholeOf,
  xOf,
  zoomed,
} from '../../../web/model/view.ts';
import { question } from './questions.ts';

describe('the last thing that has begun', () => {
  const things = [1, 5, 5, 9].map((start) => ({ start }));
  test.each([
    [0, -1],
    [1, 0],
    [0.97, 0],
    [4.9, 0],
    [5, 2],
    [8.9, 2],
    [100, 3],
  ])('at %d s is number %d', (time, index) => {
    expect(lastBegun(things, time)).toBe(index);
  });
  test('is none among none', () => {
    expect(lastBegun([], 3)).toBe(-1);
  });
});

describe('a view', () => {
  test('turns time into pixels and back', () => {
    const view = { from: 60, to: 120 };
    expect(xOf(90, view, 600)).toBe(300);
    expect(timeAt(300, view, 600)).toBe(90);
  });
  test('comes closer around a time, and that time stays where it is', () => {
    const view = zoomed(wholeOf(7200), 4, 3600, 7200);
    expect(view.to - view.from).toBe(1800);
    expect(xOf(3600, view, 1000)).toBe(500);
  });
  test('never leaves the lesson, never gets longer than it, nor shorter than ten seconds', () => {
    expect(zoomed({ from: 0, to: 100 }, 4, 0, 7200)).toEqual({ from: 0, to: 25 });
    expect(isWhole(zoomed({ from: 10, to: 20 }, 0.0001, 15, 7200), 7200)).toBe(true);
    const closest = zoomed(wholeOf(7200), 1e9, 7199, 7200);
    expect(closest.to - closest.from).toBeCloseTo(10);
    expect(closest.to).toBeLessThanOrEqual(7200);
    expect(movedTo(9999, { from: 0, to: 100 }, 7200)).toEqual({ from: 7100, to: 7200 });
  });
  test('of a lesson shorter than the closest view is the whole lesson', () => {
    expect(zoomed(wholeOf(4), 8, 2, 4)).toEqual({ from: 0, to: 4 });
  });
  test('turns a page when the time runs out of it, and only then', () => {
    const view = { from: 100, to: 200 };
    expect(following(view, 150, 1000)).toBe(view);
    const next = following(view, 205, 1000);
    expect(next.from).toBeLessThan(205);
    expect(next.to).toBeGreaterThan(205);
  });
  test('has round times beside it, not too close', () => {
    expect(ticksOf({ from: 0, to: 7200 }, 400)).toEqual([0, 1800, 3600, 5400, 7200]);
    expect(ticksOf({ from: 12, to: 72 }, 300)).toEqual([30, 60]);
  });
});

test('a pixel shows the loudest peak that falls on it', () => {
  expect([...columnsOf([1, 9, 2, 3, 4, 8], 1, { from: 0, to: 6 }, 3)]).toEqual([9, 3, 8]);
  expect([...columnsOf([], 10, { from: 0, to: 6 }, 3)]).toEqual([0, 0, 0]);
});

describe('the question under a pointer', () => {
  const questions = [question(10, { waitTimeSeconds: 3 }), question(40), question(41)];
  const view = wholeOf(100);
  test.each([
    ['inside', 110, 0],
    ['in its wait', 145, 0],
    ['a little before it', 95, 0],
    ['between', 250, -1],
    ['where two overlap, the later', 425, 2],
  ])('%s', (_, x, index) => {
    expect(questionAt(questions, x, view, 1000)).toBe(index);
  });
});
