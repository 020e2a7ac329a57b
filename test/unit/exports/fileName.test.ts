import { expect, test } from 'vitest';
import { contentDisposition, safeFileName } from '../../../shared/exports/fileName.ts';

test.each([
  ['Sink or float', 'Sink or float.csv'],
  ['Übung 3: École «blocs»', 'Übung 3 École «blocs».csv'],
  ['水に浮く', '水に浮く.csv'],
  ['../../etc/passwd', 'etc passwd.csv'],
  ['a\r\nset-cookie: x=1', 'a set-cookie x=1.csv'],
  ['  ..  ', 'lesson.csv'],
  ['', 'lesson.csv'],
  ['CON', 'lesson CON.csv'],
  ['lpt1.old', 'lesson lpt1.old.csv'],
  ['exe\u202Evsc', 'exe vsc.csv'],
  ['half \ud83d', 'half \ufffd.csv'],
])('%j is saved as %j', (title, name) => expect(safeFileName(title, 'csv')).toBe(name));

test('a name is cut between characters, not within one', () => {
  const name = safeFileName('🙃'.repeat(300), 'csv');
  expect(name).toBe(`${'🙃'.repeat(100)}.csv`);
});

test.each(['plain.csv', 'Übung "1"; 50%.csv', "it's (new)*.csv", '🙃水.csv'])('the header carries %j', (name) => {
  const header = contentDisposition('attachment', name);
  expect(header).toMatch(/^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.%~!-]+$/);
  expect(decodeURIComponent(/''(.*)$/.exec(header)?.[1] ?? '')).toBe(name);
});
