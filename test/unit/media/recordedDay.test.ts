import { expect, test } from 'vitest';
import { recordedDay } from '../../../shared/media/recordedDay.ts';

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test.each([
  ['2023-04-05T09:12:33.000000Z', '2023-04-05'],
  ['2023-04-05 09:12:33', '2023-04-05'],
  ['2023-04-05T23:12:33+0200', '2023-04-05'],
  ['2023-04-05', '2023-04-05'],
  ['1990-01-01T00:00:00.000000Z', '1990-01-01'],
  [`${dayFromNow(1)}T00:00:00Z`, dayFromNow(1)],
])('creation_time %s is of %s', (creation_time, day) => {
  expect(recordedDay({ creation_time })).toBe(day);
});

test.each([
  '',
  '1904-01-01T00:00:00.000000Z',
  '1970-01-01T00:00:00.000000Z',
  '1989-12-31T23:59:59Z',
  `${dayFromNow(2)}T00:00:00Z`,
  '9999-12-31T00:00:00Z',
  '2023-02-30T09:12:33Z',
  '05.04.2023',
  '2023',
  '2023-04-05; rm -rf /',
  '2023-04-05T<script>',
  '２０２３-04-05',
  '__proto__',
  `2023-04-05T09:12:33.${'0'.repeat(1_000_000)}Z`,
])('creation_time %.40s says no day', (creation_time) => {
  expect(recordedDay({ creation_time })).toBeUndefined();
});

test("QuickTime's date, which is of the place, comes before UTC's; where it is none, UTC's counts", () => {
  const creation_time = '2024-03-04T23:30:00.000000Z';
  expect(recordedDay({ creation_time, 'com.apple.quicktime.creationdate': '2024-03-05T09:30:00+1000' })).toBe(
    '2024-03-05',
  );
  expect(recordedDay({ creation_time, 'com.apple.quicktime.creationdate': 'spring' })).toBe('2024-03-04');
});
