import { expect, test } from 'vitest';
import { isSaidIn, soughtIn } from '../../../shared/search/saidWords.ts';

const found = (line: string, text: string) => isSaidIn(line, soughtIn(text));

test.each([
  ['que', '¿Qué pasó con el barco?', true],
  ['QUÉ', '¿que pasó?', true],
  ['sink', 'Why did it sink?', true],
  ['sink', 'It is sinking.', true],
  ['ink', 'Why did it sink?', false],
  ['sink why', 'Why did it sink?', true],
  ['sink boat', 'Why did it sink?', false],
  ['"did it sink"', 'Why did it sink?', true],
  ['"did sink"', 'Why did it sink?', false],
  ['“did it si', 'Why did it sink?', true],
  ['"it di"', 'Why did it dive, and it did', true],
  ['"di it"', 'Why did it dive', false],
  ["don't", 'I don’t know', true],
  ['3', 'We have 3 boats', true],
  ['well known', 'A well-known song', true],
  ['Søren', 'soren has it', true],
])('%j in %j: %j', (text, line, expected) => {
  expect(found(line, text)).toBe(expected);
});

test.each(['.*', '%', '"', "' OR 1=1", '\\', '   ', '', '[a-z]+', '((((', '\u{0}'])(
  'there is no command: %j looks for words alone',
  (text) => {
    const words = soughtIn(text).flat();
    for (const word of words) expect(word).toMatch(/^[a-z0-9]+$/);
    if (words.length > 0) expect(isSaidIn('Nothing like it is said here.', soughtIn(text))).toBe(false);
  },
);

test('nothing is sought in a text without a word', () => {
  expect(soughtIn(' ¿? "" … ')).toEqual([]);
});

test('more than ten words only take time', () => {
  expect(soughtIn('word '.repeat(2000)).flat()).toHaveLength(10);
  expect(soughtIn(`"${'word '.repeat(2000)}"`).flat()).toHaveLength(10);
});
