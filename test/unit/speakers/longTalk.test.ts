import { expect, it } from 'vitest';
import { randomFrom } from '../../../shared/randomFrom.ts';
import { findVoices, type VoiceWindow } from '../../../shared/speakers/findVoices.ts';
import { unit } from '../../../shared/speakers/vectors.ts';

// Case 11 of what users of other tools reported: with 53,000 pieces of four hours another tool's memory neared 64 GB.
it('finds the voices of 53,000 pieces, each like none of the others, in bounded memory, and loses none of them', () => {
  const random = randomFrom(53);
  const windows = Array.from({ length: 53_000 }, (_, at): VoiceWindow => {
    const vector = unit(Float64Array.from({ length: 192 }, () => random() - 0.5));
    if (vector === null) throw new Error('A made voice has no direction.');
    return { start: at / 4, end: at / 4 + 1.5, vector };
  });
  const before = process.memoryUsage().rss;
  const voices = findVoices(windows);
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(500);
  expect(voices.reduce((sum, voice) => sum + voice.windows, 0)).toBe(53_000);
}, 120_000);
