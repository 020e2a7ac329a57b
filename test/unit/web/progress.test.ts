import { expect, test } from 'vitest';
import { inOrder, namedDays } from '../../../web/progress/days.ts';

test('lessons stand by their days; on one day by their uploads', () => {
  const lesson = (id: string, day: string, hour: string) => ({ id, day, uploadedAt: `2026-11-20T${hour}:00:00.000Z` });
  const lessons = [
    lesson('uploaded', '2026-11-20', '09'),
    lesson('same day, later', '2025-03-01', '10'),
    lesson('same day', '2025-03-01', '09'),
    lesson('newer', '2026-11-21', '08'),
    lesson('oldest', '2019-03-01', '10'),
  ];
  const ordered = ['oldest', 'same day', 'same day, later', 'uploaded', 'newer'];
  expect(inOrder(lessons).map(({ id }) => id)).toEqual(ordered);
  expect(inOrder(lessons.toReversed()).map(({ id }) => id)).toEqual(ordered);
});

test('each day is named at its first lesson, as long as there is room', () => {
  expect(namedDays(['a', 'a', 'b', 'c', 'c'], 6)).toEqual([0, 2, 3]);
  expect(
    namedDays(
      Array.from({ length: 400 }, () => 'a'),
      6,
    ),
  ).toEqual([0]);
  expect(namedDays([], 6)).toEqual([]);
  const term = Array.from({ length: 600 }, (_, index) => String(index));
  expect(namedDays(term, 6)).toEqual([0, 100, 200, 300, 400, 500]);
  expect(namedDays([...Array.from({ length: 90 }, () => 'a'), ...'bcdefghijk'], 5)).toEqual([0, 90]);
});
