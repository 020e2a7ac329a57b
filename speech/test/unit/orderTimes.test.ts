import { describe, expect, it } from 'vitest';
import { orderTimes } from '../../words/orderTimes.ts';

type Times = readonly (readonly [start: number, end: number])[];
const segment = (times: Times) => ({
  start: times[0]?.[0] ?? 0,
  end: times.at(-1)?.[1] ?? 0,
  text: 'some words',
  words: times.map(([start, end], index) => ({ text: `word ${index}`, start, end })),
});
const timesOf = (segments: readonly { words: readonly { start: number; end: number }[] }[]) =>
  segments.map(({ words }) => words.map(({ start, end }) => [Number(start.toFixed(3)), Number(end.toFixed(3))]));

describe('the times of words that leave', () => {
  it('stay as they are where nothing is wrong with them', () => {
    const heard = [
      segment([
        [0.5, 0.9],
        [0.9, 1.2],
      ]),
      segment([[2, 2.5]]),
    ];
    expect(orderTimes(heard, 3)).toEqual(heard);
  });

  it.each<[string, Times, Times]>([
    [
      'a word of no length lasts for some time',
      [
        [1, 1],
        [2, 3],
      ],
      [
        [1, 1.04],
        [2, 3],
      ],
    ],
    [
      'one that ends before it begins, too',
      [
        [1, 0.5],
        [2, 3],
      ],
      [
        [1, 1.04],
        [2, 3],
      ],
    ],
    [
      'a word ends where the next begins',
      [
        [1, 2.5],
        [2, 3],
      ],
      [
        [1, 2],
        [2, 3],
      ],
    ],
    [
      'one that begins before the word before it begins after it',
      [
        [2, 2.5],
        [1, 3],
      ],
      [
        [2, 2.04],
        [2.04, 3],
      ],
    ],
    [
      'several of no length at one moment follow one another',
      [
        [1, 1],
        [1, 1],
        [1, 2],
      ],
      [
        [1, 1.04],
        [1.04, 1.08],
        [1.08, 2],
      ],
    ],
    [
      'none reaches beyond the sound',
      [
        [3.99, 5],
        [6, 7],
      ],
      [
        [3.92, 3.96],
        [3.96, 4],
      ],
    ],
    [
      'none begins before it',
      [
        [-1, 0.5],
        [1, 2],
      ],
      [
        [0, 0.5],
        [1, 2],
      ],
    ],
  ])('%s', (_, heard, expected) => {
    expect(timesOf(orderTimes([segment(heard)], 4))).toEqual([expected]);
  });

  it('are put in order across sentences, which begin and end with their words', () => {
    const ordered = orderTimes([segment([[1, 3]]), segment([[2, 2]])], 4);
    expect(timesOf(ordered)).toEqual([[[1, 2]], [[2, 2.04]]]);
    expect(ordered.map(({ start, end }) => [start, end])).toEqual([
      [1, 2],
      [2, 2.04],
    ]);
  });

  it('share a sound that is too short for all of them', () => {
    const [words] = timesOf(
      orderTimes(
        [
          segment([
            [0, 0],
            [0, 0],
            [0, 0],
            [0, 0],
          ]),
        ],
        0.1,
      ),
    );
    expect(words).toEqual([
      [0, 0.025],
      [0.025, 0.05],
      [0.05, 0.075],
      [0.075, 0.1],
    ]);
  });
});
