import { describe, expect, it } from 'vitest';
import type { Segment } from '../../../shared/lessons/transcript.ts';
import { findVoices } from '../../../shared/speakers/findVoices.ts';
import { whoSaid } from '../../../shared/speakers/whoSaid.ts';
import { attribution, likeWindows } from '../../../shared/speakers/whose.ts';
import { talk, windowOf } from '../../../testing/madeVoices.ts';

// Case 8 of what users of other tools reported: two short turns came out as one voice.
describe('two voices of three seconds each', () => {
  it.each([5, 3])('are two, of %i windows each', (count) => {
    const windows = talk([
      [0, count],
      [1, count],
    ]);
    expect(findVoices(windows)).toHaveLength(2);
  });
});

// Case 6: a short piece went to whoever had spoken last.
describe('a short piece', () => {
  it('goes to the voice that it is like, whatever the order', () => {
    const windows = [
      ...talk([
        [0, 30],
        [1, 30],
        [2, 30],
      ]),
      windowOf(0, 100, 0.4),
    ].sort((a, b) => a.start - b.start);
    const { whose } = attribution(likeWindows(windows, findVoices(windows)));
    expect(whose({ start: 100, end: 100.4 })?.voice).toBe(whose({ start: 2, end: 10 })?.voice);
  });
});

// Case 3: numbers came without times, and words in holes without speakers; readers failed.
describe('a word', () => {
  const windows = talk([
    [0, 10],
    [1, 10],
  ]);
  const whose = attribution(likeWindows(windows, findVoices(windows)));
  const word = (text: string, start: number, end: number) => ({ text, start, end });

  it('without length, and one in a hole between turns, keeps its place, with or without a voice', () => {
    const segment: Segment = {
      start: 2,
      end: 7.6,
      text: 'In 2016 it was so.',
      words: [
        word('In', 2, 2.2),
        word('2016', 2.2, 2.2),
        word('it', 6.5, 6.6),
        word('was', 7.3, 7.4),
        word('so.', 7.5, 7.6),
      ],
    };
    const found = whoSaid([segment], [], whose);
    const words = found.flatMap((one) => one.words ?? []);
    expect(words.map(({ text }) => text)).toEqual(['In', '2016', 'it', 'was', 'so.']);
    for (const { speaker } of words) expect(speaker).not.toBeUndefined();
  });
});
