import { expect, test } from 'vitest';
import { mutedStretches, mutingFilter } from '../../../shared/media/mute.ts';

test('what is muted begins a little before and ends a little after, within the recording', () => {
  expect(
    mutedStretches(
      [
        { start: 0.05, end: 1 },
        { start: 9.9, end: 10 },
      ],
      10,
    ),
  ).toEqual([
    { start: 0, end: 1.15 },
    { start: 9.75, end: 10 },
  ]);
});

test('stretches with a short gap between are one, in whatever order they come', () => {
  const spoken = [
    { start: 5, end: 6 },
    { start: 1, end: 2 },
    { start: 2.5, end: 3 },
    { start: 2.6, end: 2.7 },
  ];
  expect(mutedStretches(spoken, 10).map(({ start, end }) => [start.toFixed(2), end.toFixed(2)])).toEqual([
    ['0.85', '3.15'],
    ['4.85', '6.15'],
  ]);
});

test('of very many the gaps are muted, too, and none is left out', () => {
  const spoken = Array.from({ length: 5000 }, (_, at) => ({ start: at * 2, end: at * 2 + 1 }));
  const muted = mutedStretches(spoken, 10_000);
  expect(muted.length).toBeLessThanOrEqual(1500);
  for (const { start, end } of spoken)
    expect(muted.some((stretch) => stretch.start <= start && stretch.end >= end)).toBe(true);
});

test('a filter names each stretch, and there is none where nothing is muted', () => {
  expect(mutingFilter([])).toBeUndefined();
  expect(
    mutingFilter([
      { start: 1, end: 2.5 },
      { start: 4, end: 5 },
    ]),
  ).toBe("asetnsamples=n=480:p=0,volume=volume=0:enable='between(t,1.000,2.500)+between(t,4.000,5.000)'");
});
