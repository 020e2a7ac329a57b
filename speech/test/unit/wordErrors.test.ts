import { describe, expect, it } from 'vitest';
import { compareWords, plainWords } from '../../measure/wordErrors.ts';

describe('word errors', () => {
  it('compare words without case, punctuation and hyphens', () => {
    expect(plainWords("It’s a Well-known “STONE”, isn't it? 3")).toEqual([
      "it's",
      'a',
      'well',
      'known',
      'stone',
      "isn't",
      'it',
      '3',
    ]);
  });

  it('count what is left out, put in and heard as another', () => {
    const said = plainWords('the big stone sinks in the water');
    const { errors, heardAt } = compareWords(said, plainWords('the stone thinks in the the water'));
    expect(errors).toBe(3);
    expect(heardAt[1]).toBeUndefined();
    expect(heardAt.at(-1)).toBe(6);
  });

  it('are all the words when nothing was heard, and as many as were invented', () => {
    expect(compareWords(['a', 'b'], []).errors).toBe(2);
    expect(compareWords([], ['a', 'b', 'c']).errors).toBe(3);
  });
});
