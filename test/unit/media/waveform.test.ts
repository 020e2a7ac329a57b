import { expect, test } from 'vitest';
import { waveformResponseSchema } from '../../../shared/api/contract.ts';
import { waveformOf } from '../../../shared/media/waveform.ts';

const levels = (frames: number, level: (frame: number) => number) =>
  Float32Array.from({ length: frames }, (_, at) => level(at));

test('the loudest tenth of a second is 100, half its amplitude 50', () => {
  const { peaks, peaksPerSecond, durationSeconds } = waveformOf(
    levels(30, (at) => [-12.04, -6.02, -100][Math.floor(at / 10)] ?? 0),
  );
  expect(peaksPerSecond).toBeCloseTo(10);
  expect(durationSeconds).toBeCloseTo(0.3);
  expect(peaks).toEqual([50, 100, 0]);
});

test('a peak is the loudest of its frames, not their mean', () => {
  expect(waveformOf(levels(20, (at) => (at === 3 || at >= 10 ? -20 : -100))).peaks).toEqual([100, 100]);
});

test('four hours stay under 170 kB, even when all is loud and cover the whole time', () => {
  const waveform = waveformOf(levels(1_440_000, (at) => -(at % 40)));
  expect(JSON.stringify(waveform).length).toBeLessThan(170_000);
  expect(waveform.peaks.length / waveform.peaksPerSecond).toBeCloseTo(14_400, 0);
  expect(waveformResponseSchema.parse(waveform)).toEqual(waveform);
});

test.each([
  ['nothing', 0],
  ['silence', 50],
])('%s has no peak but zero', (_what, frames) => {
  const waveform = waveformOf(levels(frames, () => -100));
  expect(waveform.peaks.every((peak) => peak === 0)).toBe(true);
  expect(waveformResponseSchema.parse(waveform)).toEqual(waveform);
});
