import { describe, expect, it } from 'vitest';
import { speakerWindows } from '../../voices/speakerWindows.ts';
import { changesOf } from '../../voices/turnTaking.ts';

const rounded = (windows: readonly { start: number; end: number }[]) =>
  windows.map(({ start, end }) => [Number(start.toFixed(2)), Number(end.toFixed(2))]);

describe('windows for whose voice it is', () => {
  it('are a second and a half, from the first moment of speech to the last', () => {
    expect(rounded(speakerWindows([{ start: 10, end: 12.7 }], []))).toEqual([
      [10, 11.5],
      [10.6, 12.1],
      [11.2, 12.7],
    ]);
  });

  it('are the speech itself where that is shorter, and none where it is too short to know anybody', () => {
    const speech = [
      { start: 1, end: 1.8 },
      { start: 5, end: 5.25 },
    ];
    expect(rounded(speakerWindows(speech, []))).toEqual([[1, 1.8]]);
  });

  it('never hold both sides of a change of speaker', () => {
    expect(rounded(speakerWindows([{ start: 0, end: 2 }], [1.2]))).toEqual([
      [0, 1.2],
      [1.2, 2],
    ]);
  });

  it('go on over a breath, unless somebody else begins after it', () => {
    const speech = [
      { start: 0, end: 0.6 },
      { start: 0.8, end: 1.4 },
    ];
    expect(rounded(speakerWindows(speech, []))).toEqual([[0, 1.4]]);
    expect(rounded(speakerWindows(speech, [0.7]))).toEqual([
      [0, 0.6],
      [0.8, 1.4],
    ]);
  });
});

const frames = (...runs: readonly (readonly [number, number])[]) =>
  runs.flatMap(([name, length]) => Array<number>(length).fill(name));

describe('changes of speaker in a window', () => {
  it('lie where one voice follows another, in the middle of the pause between them', () => {
    expect(changesOf(frames([1, 50], [2, 50]))).toEqual([50]);
    expect(changesOf(frames([1, 50], [0, 20], [3, 50]))).toEqual([60]);
  });

  it('are none where the same voice goes on, after a long pause, or for a mistake of a few frames', () => {
    expect(changesOf(frames([1, 50], [0, 20], [1, 50]))).toEqual([]);
    expect(changesOf(frames([1, 50], [0, 100], [2, 50]))).toEqual([]);
    expect(changesOf(frames([1, 50], [2, 4], [1, 50]))).toEqual([]);
  });

  it('wait, where both speak at once, until the first one ends', () => {
    expect(changesOf(frames([1, 50], [4, 20], [2, 50]))).toEqual([70]);
    expect(changesOf(frames([1, 50], [4, 20], [1, 50]))).toEqual([]);
  });
});
