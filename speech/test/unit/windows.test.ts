import { describe, expect, it } from 'vitest';
import { findSpeechSpans } from '../../voices/speechSpans.ts';
import { cutWindows, splitWindow, windowSamples } from '../../words/windows.ts';

const rules = { maxSeconds: 28, padSeconds: 0.3, lookBackSeconds: 8 };
const middle = (from: number, to: number) => (from + to) / 2;
const span = (start: number, end: number) => ({ start, end });

describe('finding speech', () => {
  const spanRules = {
    frameSeconds: 0.1,
    durationSeconds: 10,
    threshold: 0.5,
    hysteresis: 0.15,
    minSilenceSeconds: 0.25,
    minSpeechSeconds: 0.15,
    releaseSeconds: 0,
  };

  it('gives the stretches in which the probability is high', () => {
    const found = findSpeechSpans([0, 0.9, 0.9, 0.9, 0, 0, 0, 0, 0.8, 0.8, 0], spanRules);
    expect(found.map(({ start, end }) => [start.toFixed(1), end.toFixed(1)])).toEqual([
      ['0.1', '0.4'],
      ['0.8', '1.0'],
    ]);
  });

  it('goes on through a dip that is not deep enough, and through a pause that is not long enough', () => {
    expect(findSpeechSpans([0.9, 0.4, 0.9, 0, 0, 0.9, 0.9, 0], spanRules)).toHaveLength(1);
  });

  it('takes no click for speech', () => {
    expect(findSpeechSpans([0, 0, 0.9, 0, 0, 0, 0], spanRules)).toEqual([]);
  });

  it('ends a voice that goes on to the last frame at the end of the sound', () => {
    const found = findSpeechSpans([0.9, 0.9, 0.9, 0.9], { ...spanRules, durationSeconds: 0.37, releaseSeconds: 0.05 });
    expect(found).toEqual([{ start: 0, end: 0.37 }]);
  });

  it('takes the time off an end by which the detector lets go too late', () => {
    const [found] = findSpeechSpans([0.9, 0.9, 0.9, 0.9, 0, 0], { ...spanRules, releaseSeconds: 0.05 });
    expect(found?.end).toBeCloseTo(0.35);
  });
});

describe('cutting windows', () => {
  it('makes none of silence', () => {
    expect(cutWindows([], 600, middle, rules)).toEqual([]);
  });

  it('leaves long pauses out and keeps a pad around speech', () => {
    const [window, ...others] = cutWindows([span(10, 12), span(100, 103)], 200, middle, rules);
    expect(others).toEqual([]);
    expect(window?.pieces.map(({ start, end, offset }) => [start, end, offset])).toEqual([
      [9.7, 12.3, 0],
      [99.7, 103.3, expect.closeTo(2.6)],
    ]);
    expect(window?.durationSeconds).toBeCloseTo(6.2);
  });

  it('never reaches over the ends of the sound, nor hears a short pause twice', () => {
    const [window] = cutWindows([span(0.1, 2), span(2.2, 4.9)], 5, middle, rules);
    expect(window?.pieces).toHaveLength(1);
    expect(window?.pieces[0]).toMatchObject({ start: 0, end: 5 });
    expect(window?.durationSeconds).toBeCloseTo(5);
  });

  it('holds every span once, in windows no longer than allowed, whatever the pauses', () => {
    const spans = Array.from({ length: 200 }, (_, index) => span(index * 3, index * 3 + 0.5 + (index % 5) * 0.55));
    const windows = cutWindows(spans, 700, middle, rules);
    expect(windows.flatMap((window) => window.spans.map(({ speech }) => speech))).toEqual(spans);
    for (const window of windows) expect(window.durationSeconds).toBeLessThanOrEqual(28.001);
    expect(windows.length).toBeLessThan(25);
  });

  it('ends a window at the longest of its last pauses', () => {
    // pauses of 0.2 s, but 1 s after the fourth span; all five do not fit into one window
    const spans = [span(0, 5), span(5.2, 10), span(10.2, 15), span(15.2, 22), span(23, 27), span(27.2, 33)];
    const windows = cutWindows(spans, 33, middle, rules);
    expect(windows.map((window) => window.spans.length)).toEqual([4, 2]);
  });

  it('cuts speech without any pause at quiet moments', () => {
    const asked: [number, number][] = [];
    const windows = cutWindows(
      [span(0, 70)],
      70,
      (from, to) => {
        asked.push([from, to]);
        return to - 1;
      },
      rules,
    );
    expect(asked[0]?.[1]).toBeCloseTo(27.4);
    expect(windows.map((window) => window.spans[0]?.speech.start)).toEqual([
      0,
      expect.closeTo(26.4),
      expect.closeTo(52.8),
    ]);
    expect(windows.at(-1)?.spans.at(-1)?.speech.end).toBe(70);
  });

  it('splits a window at its longest pause, and one stretch of speech not at all', () => {
    const [window] = cutWindows([span(1, 2), span(2.5, 3), span(8, 9), span(9.4, 10)], 12, middle, rules);
    const halves = window && splitWindow(window);
    expect(halves?.map((half) => half.spans.length)).toEqual([2, 2]);
    expect(halves?.[1].pieces[0]?.offset).toBe(0);
    const [single] = cutWindows([span(1, 2)], 12, middle, rules);
    expect(single && splitWindow(single)).toBeUndefined();
  });

  it('takes the samples of its pieces, end to end', () => {
    const samples = Float32Array.from({ length: 200 }, (_, index) => index);
    const [window] = cutWindows([span(1, 2), span(10, 11)], 20, middle, { ...rules, padSeconds: 0 });
    const cut = window && windowSamples(samples, window, 10);
    expect(cut && Array.from(cut)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109,
    ]);
  });
});
