import { describe, expect, test } from 'vitest';
import type { Segment } from '../../../shared/lessons/transcript.ts';
import type { Said } from '../../../shared/speakers/saidVoices.ts';
import { teach } from '../../../shared/speakers/teach.ts';
import { talk } from '../../../testing/madeVoices.ts';

/**
 * Utterances of people, of six windows each, and the voices that the machine told: person 1 and 2, who are two children,
 * are its voice 1.
 */
const spokenBy = [0, 1, 0, 2, 0, 1, 0, 2, 1, 2, 0, 1, 2, 0, 1, 2];
const windows = talk(spokenBy.map((person) => [person, 6] as const));
const segments: Segment[] = spokenBy.map((person, at) => {
  const start = at * (0.6 * 6 + 2);
  return { start, end: start + 0.6 * 5 + 1.5, text: `utterance ${at}`, speaker: person === 0 ? 0 : 1 };
});
const spoken = (speaker: number | null, ...places: number[]): Said => ({
  kind: 'spoken',
  spans: places.flatMap((place) => segments[place] ?? []).map(({ start, end }) => ({ start, end })),
  speaker,
});
/** The transcript as it is when everything that was said is done to it. */
const now = (...said: { speaker: number | null; places: number[] }[]) =>
  segments.map((segment, at) => {
    const own = said.find(({ places }) => places.includes(at));
    return own === undefined ? segment : { ...segment, speaker: own.speaker };
  });
const placesOf = (changes: readonly { start: number }[]) =>
  changes.map(({ start }) => segments.findIndex((segment) => segment.start === start)).sort((a, b) => a - b);

test('of two children whom the machine took for one, one corrected line teaches all others of that child', () => {
  const { examples, changes } = teach(windows, now({ speaker: 1000, places: [3] }), [spoken(1000, 3)]);
  expect(examples).toBe(1);
  expect(placesOf(changes)).toEqual([7, 9, 12, 15]);
  for (const { from, to } of changes) expect([from, to]).toEqual([1, 1000]);
});

test('the surest stand first', () => {
  const { changes } = teach(windows, now({ speaker: 1000, places: [3] }), [spoken(1000, 3)]);
  const margins = changes.map(({ margin }) => margin);
  expect(margins).toEqual(margins.toSorted((a, b) => b - a));
  expect(Math.min(...margins)).toBeGreaterThanOrEqual(0.05);
});

test('lines of which nobody could tell whose they are are told', () => {
  const unknown = now({ speaker: 1000, places: [3] }).map((segment, at) =>
    at === 9 ? { ...segment, speaker: null } : segment,
  );
  const { changes } = teach(windows, unknown, [spoken(1000, 3)]);
  expect(changes.find(({ start }) => start === segments[9]?.start)).toMatchObject({ from: null, to: 1000 });
});

describe('nothing is changed', () => {
  test('where nobody said anything', () => {
    expect(teach(windows, segments, [])).toEqual({ examples: 0, changes: [] });
  });

  test('where what was said agrees with what was told', () => {
    expect(teach(windows, segments, [spoken(0, 2)])).toEqual({ examples: 1, changes: [] });
  });

  test('of what a person said, whatever it sounds like', () => {
    const said = [spoken(1000, 3), spoken(1, 7)];
    const { changes } = teach(windows, now({ speaker: 1000, places: [3] }), said);
    expect(placesOf(changes)).not.toContain(7);
  });

  test('where a person said that nobody can tell', () => {
    const said = [spoken(1000, 3), spoken(null, 9)];
    const { changes } = teach(windows, now({ speaker: 1000, places: [3] }, { speaker: null, places: [9] }), said);
    expect(placesOf(changes)).toEqual([7, 12, 15]);
  });

  test('where no window is heard', () => {
    expect(teach([], segments, [spoken(1000, 3)]).changes).toEqual([]);
  });
});

test('a voice that was given to another whole is that one’s example', () => {
  const said: Said[] = [spoken(1000, 3), { kind: 'given', from: [1000], to: 1001 }];
  const { changes } = teach(windows, now({ speaker: 1001, places: [3] }), said);
  expect([placesOf(changes), new Set(changes.map(({ to }) => to))]).toEqual([[7, 9, 12, 15], new Set([1001])]);
});
