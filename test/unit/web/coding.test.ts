import { expect, test } from 'vitest';
import { askedBy, itemsOf, labelled, moved, nextUncoded, withCode } from '../../../web/model/coding.ts';

const found = (startSeconds: number, endSeconds: number, text = 'Why?') => ({ startSeconds, endSeconds, text });
const code = (startSeconds: number, endSeconds: number, label: 'OEQ' | 'CEQ' | 'none' = 'OEQ') => ({
  startSeconds,
  endSeconds,
  label,
});

test('a code is the question’s with which it shares most of the time, at least half; others were added', () => {
  const questions = [found(1, 3), found(3.2, 5)];
  const [moved, own] = [code(1.8, 3.9), code(4.6, 9)];
  const items = itemsOf(questions, [moved, own]);
  expect(items.map(({ start, end, found: of }) => [start, end, of?.startSeconds])).toEqual([
    [1.8, 3.9, 1],
    [3.2, 5, 3.2],
    [4.6, 9, undefined],
  ]);
  expect(items[0]?.code).toBe(moved);
  expect(items[1]?.code).toBeUndefined();
});

test('another label drops the subtype and keeps who asked', () => {
  const [item] = itemsOf([found(1, 3)], [{ ...code(1, 3), subtype: 'explain', askedBy: 'child' }]);
  if (item === undefined) throw new Error('There is an item.');
  expect(labelled(item, { label: 'CEQ' })).toEqual({ ...code(1, 3, 'CEQ'), text: 'Why?', askedBy: 'child' });
  expect(askedBy(item, undefined)).toEqual({ ...code(1, 3), subtype: 'explain' });
});

test('borders stay within the lesson, apart, and with the question', () => {
  const [item] = itemsOf([found(0, 1)], [code(0, 1)]);
  if (item === undefined) throw new Error('There is an item.');
  expect(moved(item, -0.1, 0, 60)).toEqual(code(0, 1));
  expect(moved(item, 0, 0.1, 60)).toEqual(code(0, 1.1));
  expect(moved(item, 0, 0.1, 1)).toEqual(code(0, 1));
  expect(moved(item, 0.95, 0, 60)).toBeUndefined();
  expect(moved(item, 0.9, 3, 60)).toBeUndefined();
});

test('the next one without a code comes after the current one, and then from the start', () => {
  const items = itemsOf([found(1, 2), found(3, 4), found(5, 6)], [code(5, 6)]);
  expect(nextUncoded(items, 0)).toBe(1);
  expect(nextUncoded(items, 1)).toBe(0);
  expect(nextUncoded(itemsOf([found(5, 6)], [code(5, 6)]), -1)).toBe(-1);
});

test('a code is put in place of the one before it, in order of time', () => {
  const [first, second] = [code(1, 2), code(3, 4)];
  expect(withCode([first, second], first, code(5, 6))).toEqual([second, code(5, 6)]);
  expect(withCode([first, second], second, undefined)).toEqual([first]);
});
