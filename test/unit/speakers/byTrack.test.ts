import { describe, expect, it } from 'vitest';
import { withTracks } from '../../../shared/speakers/byTrack.ts';
import { findVoices } from '../../../shared/speakers/findVoices.ts';
import { attribution, likeWindows } from '../../../shared/speakers/whose.ts';
import { talk } from '../../../testing/madeVoices.ts';

const seconds = 200;
/** A track that is loud in some stretches, by so much louder than in the others; dB for each tenth of a second. */
const track = (loud: number, others: number, spans: readonly (readonly [number, number])[]) =>
  Array.from({ length: 10 * seconds }, (_, at) =>
    spans.some(([start, end]) => at >= 10 * start && at < 10 * end) ? loud : others,
  );

describe('of several tracks with a microphone for each person', () => {
  // One and the same made voice, as two alike people have it: half of it at one microphone, half at the other.
  const windows = talk([
    [0, 30],
    [0, 30],
    [0, 30],
    [0, 30],
  ]);
  const turnOf = (at: number): readonly [number, number] => [20 * at, 20 * at + 18.9];
  const hers = track(-20, -35, [turnOf(0), turnOf(2)]);
  // Its gain is lower: what is loud on it is quieter than what the other one hears from afar.
  const his = track(-38, -52, [turnOf(1), turnOf(3)]);

  it('two alike voices are two people', () => {
    expect(findVoices(windows)).toHaveLength(1);
    const told = withTracks(windows, [hers, his]);
    const voices = findVoices(told);
    expect(voices.map(({ windows: count }) => count)).toEqual([60, 60]);
    const { whose } = attribution(likeWindows(told, voices));
    const turns = [0, 1, 2, 3].map((at) => whose({ start: turnOf(at)[0] + 2, end: turnOf(at)[1] - 2 })?.voice);
    expect([turns[0], turns[1]]).toEqual([turns[2], turns[3]]);
    expect(turns[0]).not.toBe(turns[1]);
  });

  it('two who swap them are never mixed, though each may be two voices', () => {
    const others = talk([
      [1, 30],
      [2, 30],
      [1, 30],
      [2, 30],
    ]);
    // In the second half they have swapped them.
    const [one, other] = [track(-20, -35, [turnOf(0), turnOf(3)]), track(-20, -35, [turnOf(1), turnOf(2)])];
    const told = withTracks(others, [one, other]);
    const { whose } = attribution(likeWindows(told, findVoices(told)));
    const turns = [0, 1, 2, 3].map((at) => whose({ start: turnOf(at)[0] + 2, end: turnOf(at)[1] - 2 })?.voice);
    for (const own of [turns[0], turns[2]]) expect([turns[1], turns[3]]).not.toContain(own);
    expect(turns).not.toContain(undefined);
  });

  it.each([
    ['copies of one', [hers, hers.map((level) => level - 12)]],
    ['one room heard twice', [track(-20, -60, [[0, 80]]), track(-24, -60, [[0, 80]])]],
    ['a track and one of silence', [hers, track(-100, -100, [])]],
    ['one track', [hers]],
    ['none', []],
  ])('%s: tracks tell nothing', (_, tracks) => {
    expect(withTracks(windows, tracks)).toEqual(windows);
  });
});
