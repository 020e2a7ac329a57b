import { describe, expect, it } from 'vitest';
import { endOfText, nextToken, noTimestamps } from '../../words/tokenRules.ts';

const vocabulary = 51_865;
/** The token of so many seconds. */
const at = (seconds: number) => 50_364 + Math.round(seconds / 0.02);
const rules = { suppressed: Uint32Array.of(7), suppressedFirst: Uint32Array.of(220, endOfText) };

/** Logits that are far down everywhere but at the tokens given. */
function logits(high: Readonly<Record<number, number>>): Float32Array {
  const values = new Float32Array(vocabulary).fill(-30);
  for (const [token, value] of Object.entries(high)) values[Number(token)] = value;
  return values;
}
const next = (
  high: Readonly<Record<number, number>>,
  written: readonly number[],
  more: { timestamps?: boolean; noRepeatTokens?: number } = {},
) => nextToken(logits(high), rules, { written, timestamps: true, noRepeatTokens: 0, ...more });

describe('the next token', () => {
  it('is the most probable one, and of equals the first', () => {
    expect(next({ 100: 3, 200: 3, 50: 2 }, [], { timestamps: false })).toBe(100);
  });

  it('is none that is never written, nor one that begins no text', () => {
    expect(next({ 7: 9, 100: 3 }, [1], { timestamps: false })).toBe(100);
    expect(next({ 220: 9, [endOfText]: 8, 100: 3 }, [], { timestamps: false })).toBe(100);
    expect(next({ 220: 9, 100: 3 }, [1], { timestamps: false })).toBe(220);
  });

  it('repeats no run that may not be repeated', () => {
    const written = [1, 2, 3, 4, 9, 1, 2, 3];
    expect(next({ 4: 9, 5: 3 }, written, { timestamps: false, noRepeatTokens: 4 })).toBe(5);
    expect(next({ 4: 9, 5: 3 }, written, { timestamps: false })).toBe(4);
    expect(next({ 4: 9, 5: 3 }, [4], { timestamps: false, noRepeatTokens: 4 })).toBe(4);
  });
});

describe('with times', () => {
  it('the first is a time', () => {
    expect(next({ 100: 9, [at(0.4)]: 1 }, [])).toBe(at(0.4));
  });

  it('a word follows the first time, however probable another time is', () => {
    expect(next({ 100: 1, [at(2)]: 9 }, [at(0)])).toBe(100);
  });

  it('after the time that ends a sentence comes the one that begins the next, or the end, and no word', () => {
    expect(next({ 100: 9, [at(2)]: 2 }, [at(0), 100, at(2)])).toBe(at(2));
    expect(next({ 100: 9, [endOfText]: 4, [at(2)]: 2 }, [at(0), 100, at(2)])).toBe(endOfText);
  });

  it('after both of these comes a word, and no third time', () => {
    expect(next({ 100: 1, [at(2)]: 9 }, [at(0), 100, at(2), at(2)])).toBe(100);
  });

  it('one is written where all times together are more probable than any single word', () => {
    const each = Object.fromEntries([1, 1.2, 1.4, 1.6].map((seconds) => [at(seconds), 2 + seconds / 100]));
    // Four times at about 2 are together 2 + ln 4 = 3.39.
    expect(next({ 100: 3.3, ...each }, [at(0), 50])).toBe(at(1.6));
    expect(next({ 100: 3.5, ...each }, [at(0), 50])).toBe(100);
  });

  it('the mark of a text without times is never written', () => {
    expect(next({ [noTimestamps]: 9, 100: 1 }, [at(0), 50])).toBe(100);
  });
});
