import { describe, expect, it } from 'vitest';
import { voiceSpans } from '../../voices/voiceSpans.ts';

/** Probabilities that hold for so many seconds each; a frame is 16.875 ms. */
const held = (...parts: readonly (readonly [probability: number, seconds: number])[]) =>
  parts.flatMap(([probability, seconds]) => Array<number>(Math.round(seconds / 0.016875)).fill(probability));

describe('stretches of voice', () => {
  it('begin and end where the network is sure, not where it begins to think of a voice', () => {
    const probabilities = held([0.02, 1], [0.6, 0.1], [0.97, 1], [0.6, 0.2], [0.02, 1]);
    expect(voiceSpans(probabilities, 3.3)).toEqual([{ start: expect.closeTo(1.12, 1), end: expect.closeTo(2.12, 1) }]);
  });

  it('are told where the network is never sure, too', () => {
    expect(voiceSpans(held([0.02, 1], [0.6, 0.5], [0.02, 1]), 2.5)).toEqual([
      { start: expect.closeTo(1.02, 1), end: expect.closeTo(1.52, 1) },
    ]);
  });

  it('are parted by short pauses, and not by consonants', () => {
    const probabilities = held([0.9, 1], [0.1, 0.03], [0.9, 1], [0.1, 0.15], [0.9, 1]);
    expect(voiceSpans(probabilities, 3.18)).toEqual([
      { start: 0, end: expect.closeTo(2.05, 1) },
      { start: expect.closeTo(2.2, 1), end: 3.18 },
    ]);
  });

  it('leave out a click, and reach no further than the sound', () => {
    expect(voiceSpans(held([0, 1], [0.95, 0.07], [0, 1], [0.95, 0.5]), 2.56)).toEqual([
      { start: expect.closeTo(2.09, 1), end: 2.56 },
    ]);
  });
});
