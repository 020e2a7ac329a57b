import { expect, test } from 'vitest';
import { attachWords } from '../../../shared/speech/words.ts';

const word = (text: string, start: number, end = start + 0.2) => ({ word: text, start, end });

test('words get the punctuation of the text they stand in', () => {
  const [segment] = attachWords(
    [{ start: 0, end: 2, text: 'Why, Mia, did it sink?' }],
    [word('Why', 0), word('Mia', 0.3), word('did', 0.6), word('it', 0.9), word('sink', 1.2)],
  );
  expect(segment?.words?.map(({ text }) => text)).toEqual(['Why,', 'Mia,', 'did', 'it', 'sink?']);
});

test('each segment gets its own words, and one for which none came stays without', () => {
  const segments = attachWords(
    [
      { start: 0, end: 1, text: 'One.' },
      { start: 1, end: 2, text: '(music)' },
      { start: 2, end: 3, text: 'Two?' },
    ],
    [word('One', 0.2), word('Two', 2.1)],
  );
  expect(segments.map(({ words }) => words?.map(({ text }) => text))).toEqual([['One.'], undefined, ['Two?']]);
});

test('a word that the text lacks is kept as it came', () => {
  const [segment] = attachWords(
    [{ start: 0, end: 1, text: 'Is it red?' }],
    [word('Is', 0), word('um', 0.2), word('it', 0.4), word('red', 0.6)],
  );
  expect(segment?.words?.map(({ text }) => text)).toEqual(['Is', 'um', 'it', 'red?']);
});

test('words that lie across the border of two segments go where their text is', () => {
  const segments = attachWords(
    [
      { start: 0, end: 1, text: 'Is it red?' },
      { start: 1, end: 2, text: 'Yes.' },
    ],
    [word('Is', 0.2), word('it', 0.6), word('red', 1.1), word('Yes', 1.4)],
  );
  expect(segments.map(({ words }) => words?.map(({ text }) => text))).toEqual([['Is', 'it', 'red?'], ['Yes.']]);
});

test('a segment whose words came in part keeps its whole text, without them', () => {
  const segment = { start: 0, end: 2, text: 'Why did it sink? Is it red?' };
  expect(attachWords([segment], [word('Why', 0), word('did', 0.3)])).toEqual([segment]);
});

test('no word begins before the one before it', () => {
  const [segment] = attachWords(
    [{ start: 0, end: 2, text: 'Is it red?' }],
    [word('Is', 0.5), word('it', 0.3), word('red', 0.9)],
  );
  expect(segment?.words?.map(({ start }) => start)).toEqual([0.5, 0.5, 0.9]);
});
