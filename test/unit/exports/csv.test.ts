import { expect, test } from 'vitest';
import { questionsCsv } from '../../../shared/exports/csv.ts';
import { hostile, hostileLesson, longLesson, question } from '../../../testing/lessons.ts';

/** A reader of RFC 4180, as strict as a spreadsheet is. */
function read(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/gy)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

const objects = (csv: string) => {
  const [head = [], ...rows] = read(csv.replace(/^\ufeff/, ''));
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
};

test.each(hostile)('%s stays in its own cell', (_, text) => {
  const [row, ...more] = objects(questionsCsv(hostileLesson(text)));
  expect(more).toEqual([]);
  expect(row?.text?.replace(/^'/, '')).toBe(text);
  expect(row?.note?.replace(/^'/, '')).toBe(text);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])('a spreadsheet does not run %j', (text) => {
  expect(objects(questionsCsv({ questions: [question({ text })] }))[0]?.text).toBe(`'${text}`);
});

test('a spreadsheet is told that it is UTF-8', () => {
  expect(questionsCsv({ questions: [] }).startsWith('\ufeffstart,end,label,subtype,')).toBe(true);
});

test("a person's code counts, and the machine's stands beside", () => {
  const review = { label: 'CEQ', subtype: 'tag', by: 'Ana', at: '2026-03-05T10:00:00.000Z', note: 'a tag' } as const;
  expect(objects(questionsCsv({ questions: [question({ review })] }))[0]).toMatchObject({
    ...{ label: 'CEQ', subtype: 'tag', machineLabel: 'OEQ', machineSubtype: 'explain' },
    ...{ reviewedLabel: 'CEQ', reviewedSubtype: 'tag', reviewedBy: 'Ana', reviewedAt: review.at, note: 'a tag' },
  });
});

test("another label without a subtype does not keep the machine's subtype", () => {
  const review = { label: 'CEQ', by: 'Ana', at: '2026-03-05T10:00:00.000Z' } as const;
  expect(objects(questionsCsv({ questions: [question({ review })] }))[0]).toMatchObject({ label: 'CEQ', subtype: '' });
});

test('an unknown wait is empty, a wait of nothing is 0', () => {
  const rows = objects(questionsCsv({ questions: [null, 0].map((waitTimeSeconds) => question({ waitTimeSeconds })) }));
  expect(rows.map(({ waitTimeSeconds }) => waitTimeSeconds)).toEqual(['', '0']);
});

test('600 questions are 600 rows', () => {
  expect(objects(questionsCsv(longLesson(600)))).toHaveLength(600);
});

test('what a person added or rejected, and who asked, has a column', () => {
  const questions = [question({ origin: 'person', askedBy: 'child' }), question({ rejected: true }), question()];
  expect(objects(questionsCsv({ questions }))).toMatchObject([
    { origin: 'person', rejected: 'no', askedBy: 'child' },
    { origin: 'machine', rejected: 'yes', askedBy: 'unknown' },
    { origin: 'machine', rejected: 'no', askedBy: 'unknown' },
  ]);
});
