import { describe, expect, it } from 'vitest';
import { babbleReader } from '../../../shared/questions/babble.ts';

const word = (start: number, end: number) => ({ start, end });

describe('babble', () => {
  it('is where voices without words fill more than six tenths of the time around a moment', () => {
    // From 80 to 120 around 100: 10 s of words, and 30 s without, of which voices fill 19 or 17.
    const words = [word(95, 105)];
    const voices = (seconds: number) => [{ start: 80, end: 80 + seconds - 5 }, { start: 115, end: 120 }, word(95, 105)];
    expect(babbleReader(words, voices(19), 200)(100)).toBe(true);
    expect(babbleReader(words, voices(17), 200)(100)).toBe(false);
  });

  it('is of the part of the recording that there is', () => {
    const isBabble = babbleReader([], [word(0, 10)], 12);
    expect(isBabble(1)).toBe(true);
    expect(babbleReader([], [word(0, 10)], 40)(12)).toBe(false);
    expect(babbleReader([], [], 40)(12)).toBe(false);
  });
});
