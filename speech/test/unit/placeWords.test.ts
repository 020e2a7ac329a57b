import { describe, expect, it } from 'vitest';
import { coveredSeconds } from '../../words/coverage.ts';
import { placeWords } from '../../words/placeWords.ts';
import { cutWindows } from '../../words/windows.ts';
import { evenWords, timedWord } from './timedWords.ts';

// speech at 10-12 s and 20-22 s of the file; in the window at 0.3-2.3 s and 2.9-4.9 s
const [window] = cutWindows(
  [
    { start: 10, end: 12 },
    { start: 20, end: 22 },
  ],
  60,
  (_, to) => to,
  { maxSeconds: 28, padSeconds: 0.3, lookBackSeconds: 8 },
);
if (window === undefined) throw new Error('The window of these tests is missing.');

const times = (words: ReturnType<typeof placeWords>) =>
  words.map(({ text, start, end }) => [text, Number(start.toFixed(2)), Number(end.toFixed(2))]);

describe("giving words the file's time", () => {
  it('maps each piece of the window back to where it was cut from', () => {
    const placed = placeWords([timedWord('inside', 1, 1.5), timedWord('too', 3.6, 4.1)], window);
    expect(times(placed)).toEqual([
      ['inside', 10.7, 11.2],
      ['too', 20.7, 21.2],
    ]);
  });

  it('draws the first and last word of a stretch of speech to its edges', () => {
    const placed = placeWords(
      [timedWord('Why', 0.4, 0.8), timedWord('so?', 1.8, 2.1), timedWord('Well', 3.1, 4.8)],
      window,
    );
    expect(times(placed)).toEqual([
      ['Why', 10, 10.5],
      ['so?', 11.5, 12],
      ['Well', 20, 22],
    ]);
  });

  it('cuts a word that the attention stretches over the pause', () => {
    const placed = placeWords([timedWord('so?', 1.7, 2.6), timedWord('Well', 2.6, 4)], window);
    expect(times(placed)).toEqual([
      ['so?', 11.4, 12],
      ['Well', 20, 21.1],
    ]);
  });

  it('leaves a word where it was heard when the speech around it was not written down', () => {
    expect(times(placeWords([timedWord('only', 1.2, 1.4)], window))).toEqual([['only', 10.9, 11.1]]);
  });

  it('never puts a word before the one said earlier', () => {
    const placed = placeWords(evenWords('one two three four five six seven eight nine ten', 0.3, 0.46), window);
    const starts = placed.map(({ start }) => start);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    for (const { start, end } of placed) expect(end).toBeGreaterThanOrEqual(start);
  });
});

describe('how much of the speech a text accounts for', () => {
  const speech = [
    { start: 0, end: 4 },
    { start: 5, end: 9 },
  ];

  it('is nearly all of it for ordinary speech', () => {
    expect(coveredSeconds(evenWords('what do you think will happen to the big stone', 0, 0.4), speech)).toBeCloseTo(4);
  });

  it('is little when one word is stretched over a sentence that was left out', () => {
    expect(coveredSeconds([timedWord('as', 0, 4), timedWord('not', 5, 5.5)], speech)).toBeLessThan(1.2);
  });

  it('does not count a pause', () => {
    expect(coveredSeconds([timedWord('hm', 4.1, 4.9)], speech)).toBe(0);
  });
});
