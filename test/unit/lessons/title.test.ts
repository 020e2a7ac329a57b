import { expect, test } from 'vitest';
import { titleOf } from '../../../shared/lessons/title.ts';

test.each([
  ['boats.mp4', 'boats'],
  ['week 3/boats.mp4', 'boats'],
  ['boats.take 2.mp4', 'boats.take 2'],
  ['boats', 'boats'],
  ['.mp4', '.mp4'],
  ['week 3/', 'week 3/'],
])('a lesson of the file %s is called %s', (fileName, title) => {
  expect(titleOf(fileName)).toBe(title);
});

test('a title is no longer than a title may be', () => {
  expect(titleOf(`${'b'.repeat(300)}.mp4`)).toBe('b'.repeat(200));
});
