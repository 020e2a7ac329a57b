import { describe, expect, it } from 'vitest';
import { delayOf } from '../../../samples/delay.ts';
import { loudness, place, roomTone, samplesPerSecond, trim } from '../../../samples/sound.ts';

const silence = (seconds: number) => new Float32Array(Math.round(seconds * samplesPerSecond));

/** A tone of 200 Hz from `from` to `to` seconds, in silence of `seconds`. */
function tone(seconds: number, from: number, to: number): Float32Array {
  return silence(seconds).map((_, index) => {
    const at = index / samplesPerSecond;
    return at >= from && at < to ? 0.3 * Math.sin(2 * Math.PI * 200 * at) : 0;
  });
}

describe('the sound of the sample lesson', () => {
  it('finds where an utterance truly begins and ends, to 10 ms', () => {
    const { onset, offset, samples } = trim(tone(2, 0.5, 1.25));
    expect((offset - onset) / samplesPerSecond).toBeCloseTo(0.75, 1);
    expect(Math.abs((offset - onset) / samplesPerSecond - 0.75)).toBeLessThan(0.01);
    expect(samples.length / samplesPerSecond).toBeLessThan(0.85);
  });

  it('loses nothing of an utterance that starts at once', () => {
    expect(trim(tone(1, 0, 1)).onset).toBe(0);
  });

  it('refuses an utterance without sound', () => {
    expect(() => trim(silence(1))).toThrow('silence');
  });

  it('puts the sound of an utterance, not its file, at the moment asked for', () => {
    const mix = silence(3);
    place(mix, trim(tone(2, 0.5, 1.25)), 1);
    expect(loudness(mix, 0.9, 0.08)).toBeLessThan(0.01);
    expect(loudness(mix, 1.02, 0.7)).toBeGreaterThan(0.3);
    expect(loudness(mix, 1.78, 0.2)).toBeLessThan(0.01);
  });

  it('has a room that is never digital silence, at -55 dBFS, and the same each time', () => {
    const room = roomTone(2 * samplesPerSecond);
    expect(20 * Math.log10(loudness(room, 0, 2))).toBeCloseTo(-55, 1);
    expect(room).toEqual(roomTone(2 * samplesPerSecond));
  });

  it('measures how late a sound comes', () => {
    const mixed = roomTone(2 * samplesPerSecond);
    const late = silence(2.02);
    late.set(mixed, 0.02 * samplesPerSecond);
    expect(delayOf(late, mixed)).toBeCloseTo(0.02, 4);
    expect(delayOf(mixed, mixed)).toBe(0);
  });
});
