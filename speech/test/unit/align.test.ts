import { expect, it } from 'vitest';
import { windowsOfWords } from '../../words/align.ts';

const heard = [
  ['Why', 'did', 'it', 'sink?'],
  ['It', 'was', 'heavy.'],
];

it.each([
  ['as it was heard', 'Why did it sink? It was heavy.', [0, 0, 0, 0, 1, 1, 1]],
  ['with a word that was heard otherwise', 'Why did he sink? It was heavy.', [0, 0, 0, 0, 1, 1, 1]],
  ['with words that were not heard', 'Mia, why did it sink? Tell me. It was heavy.', [0, 0, 0, 0, 0, 0, 0, 1, 1, 1]],
  ['without words that were heard', 'Sink? Heavy.', [0, 1]],
  ['that begins in the second window', 'It was heavy.', [1, 1, 1]],
])('a text %s goes to its windows', (_, text, windows) => {
  expect(windowsOfWords(text.split(' '), heard)).toEqual(windows);
});

it('never goes back to a window that it has left', () => {
  const homes = windowsOfWords('heavy Why did it sink?'.split(' '), heard);
  expect(homes).toEqual(homes.toSorted());
});
