import { expect, test } from 'vitest';
import type { Colours } from '../../web/parts/colours.ts';
import { shareChart, waitsChart } from '../../web/progress/charts.ts';
import type { Point } from '../../web/progress/lessons.ts';

const point = (id: string): Point => ({
  id,
  title: `Lesson ${id}`,
  educator: undefined,
  uploadedAt: '2026-11-20T09:00:00.000Z',
  recordedOn: '2025-03-01',
  day: '2025-03-01',
  questions: 2,
  share: 0.5,
  openWait: 3,
  closedWait: 1,
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
