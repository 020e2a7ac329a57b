import { describe, expect, it } from 'vitest';
import { findVoices } from '../../../shared/speakers/findVoices.ts';
import { unit } from '../../../shared/speakers/vectors.ts';
import { attribution, likeWindows } from '../../../shared/speakers/whose.ts';
import { talk, windowOf } from '../../../testing/madeVoices.ts';

describe('voices of a lesson', () => {
  it('are as many as there are people, the one who speaks most first', () => {
    const windows = talk([
      [0, 8],
      [1, 20],
      [2, 10],
      [1, 15],
      [0, 6],
    ]);
    expect(findVoices(windows).map(({ windows: count }) => count)).toEqual([35, 14, 10]);
  });

  it('are one where one person speaks, and none where nobody does', () => {
    expect(findVoices(talk([[3, 100]]))).toHaveLength(1);
    expect(findVoices([])).toEqual([]);
    expect(findVoices(talk([[3, 1]]))).toHaveLength(1);
  });

  it('are twelve at most told apart as ten, none of them lost', () => {
    const voices = findVoices(talk(Array.from({ length: 12 }, (_, person) => [person, 20] as const)));
    expect(voices.length).toBeGreaterThanOrEqual(2);
    expect(voices.reduce((sum, { windows }) => sum + windows, 0)).toBe(240);
  });

  it('are the same voices in any run, whoever speaks least among them', () => {
    const windows = talk([
      [0, 330],
      [1, 250],
      [2, 66],
    ]);
    const first = findVoices(windows);
    expect(first.map(({ windows: count }) => count)).toEqual([330, 250, 66]);
    expect(JSON.stringify(findVoices(windows))).toBe(JSON.stringify(first));
  }, 30_000);

  it('have no vector that is none: zeros and numbers that are no numbers are no direction', () => {
    expect(unit(new Float32Array(192))).toBeNull();
    expect(unit(Float32Array.of(1, Number.NaN))).toBeNull();
    expect(unit(Float32Array.of(1, Number.POSITIVE_INFINITY))).toBeNull();
    expect(unit([3, 4])).toEqual(Float32Array.of(0.6, 0.8));
  });

  it('of three hours are found within 30 s and 300 MB', () => {
    const windows = talk(Array.from({ length: 300 }, (_, at) => [at % 3 === 0 ? 1 + (at % 4) : 0, 60] as const));
    expect(windows).toHaveLength(18_000);
    const before = process.memoryUsage().rss;
    const cpu = process.cpuUsage();
    const voices = findVoices(windows);
    const { user, system } = process.cpuUsage(cpu);
    expect((user + system) / 1e6).toBeLessThan(30);
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(300);
    expect(voices[0]?.windows).toBe(12_000);
    expect(voices).toHaveLength(5);
  }, 60_000);
});

describe('whose a stretch is', () => {
  const windows = talk([
    [0, 10],
    [1, 10],
  ]);
  const { whose } = attribution(likeWindows(windows, findVoices(windows)));

  it('is the voice that it is most like, with a margin', () => {
    expect(whose({ start: 2, end: 4 })).toMatchObject({ voice: 0, next: 1, margin: expect.closeTo(0.4, 0) });
    expect(whose({ start: 9, end: 9.4 })?.voice).toBe(1);
  });

  it('is nobody where no window is near', () => {
    expect(whose({ start: 7.2, end: 7.6 })).toBeNull();
    expect(attribution([]).whose({ start: 0, end: 1 })).toBeNull();
  });

  it('has no next voice where there is one alone', () => {
    const alone = [windowOf(0, 0), windowOf(0, 1)];
    expect(attribution(likeWindows(alone, findVoices(alone))).whose({ start: 0, end: 1 })).toEqual({
      voice: 0,
      margin: 1,
      next: null,
    });
  });
});
