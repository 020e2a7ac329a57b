import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const card = await readFile('shared/questions/model.md', 'utf8');
const page = await readFile('docs/accuracy.md', 'utf8');

/** The cells of a table's row that begins so; of the part of a page that begins with a heading. */
function row(text: string, heading: string, first: string): string[] {
  const part = text.slice(text.indexOf(heading));
  const line = part.split('\n').find((each) => new RegExp(`^\\| *${first}`).test(each)) ?? '';
  return line.split('|').map((cell) => cell.trim());
}

const crossValidated = (measure: string) => row(card, '## Scores in grouped cross-validation', measure);

test('docs/accuracy.md has the scores of cross-validation that the model’s card has', () => {
  const [, , accuracy, interval] = crossValidated('accuracy');
  expect(row(page, '## Coding', 'of classrooms, cross-validated').slice(3, 6)).toEqual([
    `${accuracy} (${interval})`,
    crossValidated('macro-F1')[2],
    crossValidated('subtype accuracy')[2],
  ]);
});

test('docs/accuracy.md has the range over the sources that were left out', () => {
  const part = card.slice(card.indexOf('## A source that the model has not seen')).split('\n## ')[0] ?? '';
  const rows = [...part.matchAll(/^\| \w+ +\| \d+ +\| (0\.\d{3}) +\| (0\.\d{3}) +\|$/gm)];
  expect(rows.length).toBeGreaterThan(1);
  const range = (index: number) => {
    const sorted = rows.map((each) => each[index] ?? '').sort();
    return `${sorted[0]} to ${sorted.at(-1)}`;
  };
  expect(row(page, '## Coding', 'the same, each source').slice(3, 5)).toEqual([range(1), range(2)]);
});

test('docs/accuracy.md has the scores on the questions of this project and of the experts', () => {
  const parts = card.split('## Scores on a file that the model was not trained on').slice(1);
  const scores = parts.map((part) =>
    ['accuracy', 'macro-F1', 'subtype accuracy'].map((name) => row(part, '', name)[2]),
  );
  const shown = ['written for this project', 'of classrooms, coded by experts'].map((name) =>
    row(page, '## Coding', name)
      .slice(3, 6)
      .map((cell) => cell.replace(/ \(.*\)/, '')),
  );
  expect(shown.toSorted()).toEqual(scores.toSorted());
});
