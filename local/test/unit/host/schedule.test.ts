import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../host/schedule.ts';

function times(schedule: string, from: string, count: number, timeZone?: string): string[] {
  const parsed = parseSchedule(schedule, timeZone);
  const found: string[] = [];
  let at = new Date(from);
  for (let index = 0; index < count; index += 1) {
    const next = parsed.next(at);
    if (!next) break;
    found.push(next.toISOString());
    at = next;
  }
  return found;
}

describe('a schedule', () => {
  it('has its seconds first', () => {
    expect(times('30 */5 * * * *', '2024-01-01T00:00:00Z', 2)).toEqual([
      '2024-01-01T00:00:30.000Z',
      '2024-01-01T00:05:30.000Z',
    ]);
  });

  it('may leave the seconds out', () => {
    expect(times('0 3 * * *', '2024-01-01T00:00:00Z', 1)).toEqual(['2024-01-01T03:00:00.000Z']);
  });

  it('is in UTC, or in the time zone given', () => {
    expect(times('0 0 9 * * *', '2024-07-01T00:00:00Z', 1)).toEqual(['2024-07-01T09:00:00.000Z']);
    expect(times('0 0 9 * * *', '2024-07-01T00:00:00Z', 1, 'Europe/Berlin')).toEqual(['2024-07-01T07:00:00.000Z']);
  });

  it('wants the day of the month and of the week both to fit', () => {
    expect(times('0 0 0 13 * Fri', '2024-01-01T00:00:00Z', 2)).toEqual([
      '2024-09-13T00:00:00.000Z',
      '2024-12-13T00:00:00.000Z',
    ]);
  });

  it('knows lists, ranges, steps and names', () => {
    expect(times('0 0 8-10/2 * Jan,Jul Mon-Tue', '2024-01-01T08:00:00Z', 3)).toEqual([
      '2024-01-01T10:00:00.000Z',
      '2024-01-02T08:00:00.000Z',
      '2024-01-02T10:00:00.000Z',
    ]);
    expect(times('0 0/20 * * * *', '2024-01-01T00:00:00Z', 2)).toEqual([
      '2024-01-01T00:20:00.000Z',
      '2024-01-01T00:40:00.000Z',
    ]);
  });

  it('may be the time between two runs', () => {
    expect(times('00:01:30', '2024-01-01T00:00:00Z', 2)).toEqual([
      '2024-01-01T00:01:30.000Z',
      '2024-01-01T00:03:00.000Z',
    ]);
  });

  it.each([
    ['* * * *', '4 fields'],
    ['0 0 0 L * *', '"L"'],
    ['0 0 0 1W * *', '"1W"'],
    ['0 0 0 * * 5#2', '"5#2"'],
    ['0 61 * * * *', '61'],
    ['0 0 0 * * FOO', 'FOO'],
    ['00:00:00', 'no time'],
    ['', 'fields'],
  ])('refuses %j and says why', (schedule, reason) => {
    expect(() => parseSchedule(schedule, undefined)).toThrow(reason);
  });
});
