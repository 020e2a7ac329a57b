import { describe, expect, test } from 'vitest';
import { emptyLine, enter, isLarge, type Line, leave } from '../../../shared/lessons/line.ts';

const small = (id: string) => ({ id, large: false });
const large = (id: string) => ({ id, large: true });
const lineOf = (line: Line, atOnce: number, ...entrants: { id: string; large: boolean }[]) =>
  entrants.reduce((present, entrant) => enter(present, entrant, atOnce)[0], line);
const underWay = (line: Line) => line.underWay.map(({ id }) => id);
const waiting = (line: Line) => line.waiting.map(({ id }) => id);

test('whoever came first is worked on first, so many at once', () => {
  const line = lineOf(emptyLine, 2, small('a'), small('b'), small('c'), small('d'));
  expect([underWay(line), waiting(line)]).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  const next = leave(line, ['b'], 2);
  expect([underWay(next), waiting(next)]).toEqual([['a', 'c'], ['d']]);
  expect(next.underWay.map(({ begun }) => begun)).toEqual([true, false]);
});

test('a lesson that asks again keeps its place, and has begun when it has seen its turn', () => {
  const line = lineOf(emptyLine, 1, small('a'), small('b'), small('c'));
  expect(enter(line, small('b'), 1)).toEqual([line, false]);
  const [next, itsTurn] = enter(leave(line, ['a'], 1), small('b'), 1);
  expect([itsTurn, next.underWay]).toEqual([true, [{ id: 'b', large: false, begun: true }]]);
  expect(enter(next, small('b'), 1)).toEqual([next, true]);
});

test('leaving twice, or without having been there, changes nothing', () => {
  const line = lineOf(emptyLine, 1, small('a'), small('b'));
  const once = leave(line, ['a'], 1);
  expect(leave(once, ['a', 'stranger'], 1)).toEqual(once);
});

describe('large recordings', () => {
  test.each<[number, string[]]>([
    [1, ['L1']],
    [2, ['L1', 's']],
    [4, ['L1', 'L2', 'L3', 's']],
    [8, ['L1', 'L2', 'L3', 'L4', 'L5', 's']],
  ])('of %d places take three quarters at most, and small ones pass them', (atOnce, expected) => {
    const line = lineOf(emptyLine, atOnce, ...['L1', 'L2', 'L3', 'L4', 'L5'].map(large), small('s'));
    expect(underWay(line)).toEqual(expected);
  });

  test('are not starved by small ones: the first of them takes the next place that it may have', () => {
    const line = lineOf(emptyLine, 2, large('L1'), large('L2'), small('s1'), small('s2'));
    expect(underWay(line)).toEqual(['L1', 's1']);
    expect(underWay(leave(line, ['L1'], 2))).toEqual(['s1', 'L2']);
  });

  test('are those of more than 256 MiB', () => {
    expect([isLarge(268_435_456), isLarge(268_435_457)]).toEqual([false, true]);
  });
});
