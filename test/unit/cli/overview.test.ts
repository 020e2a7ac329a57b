import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { overview } from '../../../cli/overview.ts';
import { analysisOf } from '../../../testing/analysis.ts';

test('of several videos the table says how many questions each has, or why it has none', () => {
  const { result } = analysisOf('north/monday.mp4');
  const failure = { code: 'not-a-video', message: 'It is a list.', stage: 'probe' } as const;
  const text = overview([
    { fileName: 'monday.mp4', lesson: { status: 'completed', result } },
    { fileName: 'list.mp4', lesson: { status: 'failed', failure } },
    { fileName: 'lost.mp4', lesson: null },
  ]);
  const rows = stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.includes('.mp4'));
  const cells = rows.map((row) => row.split('│').slice(1, -1));
  expect(cells.map((row) => row.map((cell) => cell.trim()))).toEqual([
    ['monday.mp4', '2', '2', '0', 'analysed'],
    ['list.mp4', '', '', '', 'failed [not-a-video]'],
    ['lost.mp4', '', '', '', 'failed'],
  ]);
});
