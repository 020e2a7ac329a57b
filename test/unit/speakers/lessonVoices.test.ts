import { describe, expect, it } from 'vitest';
import { breakerOf, lessonVoices, nextByOf, roleReader, speakerOf } from '../../../shared/speakers/lessonVoices.ts';

const word = (text: string, start: number, speaker: number | null) => ({ text, start, end: start + 0.4, speaker });
const segments = [
  {
    start: 0,
    end: 1.4,
    text: 'Is it heavy?',
    speaker: 0,
    words: [word('Is', 0, 0), word('it', 0.5, 0), word('heavy?', 1, 0)],
  },
  { start: 3, end: 3.4, text: 'Yes.', speaker: 1, words: [word('Yes.', 3, 1)] },
  { start: 5, end: 6, text: 'Good.', speaker: null },
];
const heard = { segments, voice: [] };
const turns = [
  { start: 0, end: 1.4, speaker: 0 },
  { start: 3, end: 3.4, speaker: 1 },
  { start: 8, end: 20, speaker: 0 },
];

describe('the voices of a lesson', () => {
  it('come by how long they speak, with turns, questions and a proposed role', () => {
    expect(lessonVoices(turns, [0, 0, null])).toEqual([
      { speaker: 0, seconds: 13.4, turns: 2, longestSeconds: 12, questions: 2, role: 'educator', roleFrom: 'machine' },
      { speaker: 1, seconds: 0.4, turns: 1, longestSeconds: 0.4, questions: 0, role: 'child', roleFrom: 'machine' },
    ]);
    expect(lessonVoices([], [])).toEqual([]);
  });

  it('leave the role of a voice open of which nobody can tell', () => {
    const both = [
      { start: 0, end: 10, speaker: 0 },
      { start: 10, end: 16, speaker: 1 },
    ];
    expect(lessonVoices(both, [1, 1, 1, 0, 0]).map(({ role, roleFrom }) => [role, roleFrom])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
  });

  it('say who asked: the voice that has most of the words', () => {
    expect(speakerOf({ start: 0, end: 1.4 }, segments)).toBe(0);
    expect(speakerOf({ start: 0.9, end: 3.45 }, segments)).toBe(0);
    expect(speakerOf({ start: 2.9, end: 3.5 }, segments)).toBe(1);
    expect(speakerOf({ start: 5, end: 6 }, segments)).toBeNull();
    expect(speakerOf({ start: 30, end: 31 }, segments)).toBeNull();
  });

  it('say who broke the silence after a question', () => {
    const asked = { start: 0, end: 1.4, waitTimeSeconds: 1.6 };
    expect(breakerOf({ ...asked, next: 'speech' }, heard, turns)).toBe(1);
    expect(breakerOf({ start: 3, end: 3.4, waitTimeSeconds: 1.6, next: 'speech' }, heard, turns)).toBeNull();
    expect(breakerOf({ start: 5, end: 6, waitTimeSeconds: 2, next: 'unheard' }, heard, turns)).toBe(0);
    expect(breakerOf({ start: 5, end: 6, waitTimeSeconds: 30, next: 'silence' }, heard, turns)).toBeNull();
    expect(breakerOf({ start: 5, end: 6, waitTimeSeconds: null, next: 'end' }, heard, turns)).toBeNull();
  });

  it('say of nobody that he broke it, where somebody was not understood before him', () => {
    const unclear = { start: 2, end: 2.8, text: '[unclear]', heard: 'not-understood' as const };
    const before = { ...unclear, start: -2, end: -1 };
    const asked = { start: 0, end: 1.4, waitTimeSeconds: 1.6, next: 'speech' as const };
    expect(breakerOf(asked, { segments: [before, ...segments], voice: [] }, turns)).toBe(1);
    expect(
      breakerOf(asked, { segments: [...segments.slice(0, 1), unclear, ...segments.slice(1)], voice: [] }, turns),
    ).toBeNull();
  });

  it('say of nobody that he broke a silence that was none, full of voices that nobody understood', () => {
    const asked = { start: 0, end: 1.4, waitTimeSeconds: 1.6, next: 'speech' as const };
    const until = (end: number) => ({ segments, voice: [{ start: 1.4, end }] });
    expect(breakerOf(asked, until(2.3), turns)).toBe(1);
    expect(breakerOf(asked, until(2.5), turns)).toBeNull();
    expect(breakerOf({ ...asked, waitTimeSeconds: 0.9 }, until(2.3), turns)).toBe(1);
  });

  it('have a role each; nobody knows that of several, or of no voice', () => {
    const roleOf = roleReader(lessonVoices(turns, [0]));
    expect([roleOf(0), roleOf(1), roleOf(7), roleOf(null)]).toEqual(['educator', 'child', 'unknown', 'unknown']);
    expect((['educator', 'child', 'adult', 'several', 'unknown'] as const).map(nextByOf)).toEqual([
      'educator',
      'child',
      'adult',
      undefined,
      undefined,
    ]);
  });
});
