import { expect, test } from 'vitest';
import type { Colours } from '../../web/parts/colours.ts';
import { radii, samePerson, shareChart, waitsChart } from '../../web/progress/charts.ts';
import type { Point } from '../../web/progress/lessons.ts';

const point = (id: string): Point => ({
  id,
  title: `Lesson ${id}`,
  educator: undefined,
  siteId: 'River School',
  uploadedAt: '2026-11-20T09:00:00.000Z',
  recordedOn: '2025-03-01',
  day: '2025-03-01',
  questions: 2,
  share: 0.5,
  openWait: 3,
  closedWait: 1,
  educatorTalk: null,
  childrenTalk: null,
  childAnswered: null,
  answerWait: null,
  languages: {},
  reviewedCount: 0,
  reviewed: 'none',
});

test.each([
  ['share', shareChart],
  ['waits', waitsChart],
] as const)('in the chart of %s lessons of one day stay apart, and a point is told by title and day', (_, chart) => {
  const points = ['1', '2', '3'].map(point);
  // Colours are only passed on.
  const { data, options } = chart(points, {} as Colours);
  for (const { data: drawn } of data.datasets) expect(drawn.map(({ x }) => x)).toEqual([0, 1, 2]);
  const title = options?.plugins?.tooltip?.callbacks?.title;
  // Of what chart.js hands over, the index is all that is read.
  const told = title?.call({} as never, [{ dataIndex: 1 }] as never);
  expect(told).toEqual(['Lesson 2', expect.stringMatching(/^Recorded .*2025/)]);
});

test('a point is the larger, the more questions it stands for, and one at 0 % is drawn whole', () => {
  // Areas grow with the number: a quarter of the questions is half of the way from the smallest.
  expect(radii([{ questions: 5 }, { questions: 20 }, { questions: 0 }])).toEqual([7, 10, 4]);
  const { data } = shareChart([point('1')], {} as Colours);
  expect(Number(data.datasets[0]?.clip)).toBeGreaterThanOrEqual(10);
});

test.each([
  ['one person', 'Ms. Rivera', 'River School', true],
  ['another person', 'Mr. Okafor', 'River School', false],
  ['the same name at another site', 'Ms. Rivera', 'Hill School', false],
  ['nobody known', undefined, 'River School', false],
])('a line leads on to a lesson of %s: %s, %s', (_, educator, siteId, leads) => {
  expect(samePerson({ educator: 'Ms. Rivera', siteId: 'River School' }, { educator, siteId })).toBe(leads);
  expect(samePerson({ educator, siteId }, { educator, siteId })).toBe(educator !== undefined);
});
