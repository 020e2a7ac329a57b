import { expect, test } from 'vitest';
import { codesOfLines, cutAt, finderOf } from '../../../web/model/transcriptMarks.ts';
import { closed, question } from './questions.ts';

test('a line has the codes of the questions that are asked in it', () => {
  const lines = [
    { start: 0, end: 4 },
    { start: 4, end: 8 },
    { start: 8, end: 12 },
  ];
  const asked = [
    question(1, { start: 1, end: 2 }),
    // Over the border of two lines.
    closed(3, { start: 3, end: 5 }),
    question(6, { start: 6, end: 7, rejected: true }),
    // It touches the second line by less than its times are sure.
    closed(8, { start: 7.95, end: 9 }),
  ];
  expect(codesOfLines(lines, asked)).toEqual(['OEQ CEQ', 'CEQ', 'CEQ']);
});

test('words are found whatever their case, their spaces and their apostrophes', () => {
  const finder = finderOf(" don't  YOU");
  if (finder === undefined) throw new Error('there are words');
  expect(cutAt('Why don’t you? Don’t you?', finder)).toEqual(['Why ', 'don’t you', '? ', 'Don’t you', '?']);
  expect(cutAt('Why not?', finder)).toEqual(['Why not?']);
});

test.each(['', '  '])('no words find nothing: "%s"', (words) => {
  expect(finderOf(words)).toBeUndefined();
});

test('signs are sought as they are', () => {
  const finder = finderOf('a.b(c) - [?]');
  if (finder === undefined) throw new Error('there are words');
  expect(cutAt('aXb a.b(c) - [?]', finder)).toEqual(['aXb ', 'a.b(c) - [?]', '']);
});
