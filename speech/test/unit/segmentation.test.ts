import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { segmentationFile } from '../../models/weights.ts';
import { loadSegmentation, type Segmentation } from '../../voices/segmentation.ts';
import { voiceSpans } from '../../voices/voiceSpans.ts';
import { readWav } from './readWav.ts';

let segmentation: Segmentation;
let speech: Float32Array;
beforeAll(async () => {
  segmentation = await loadSegmentation(segmentationFile);
  speech = await readWav(path.join(import.meta.dirname, '../jfk.wav'));
});
afterAll(() => segmentation.release());

/** [class, frames] of the original network in PyTorch for the first ten seconds of jfk.wav. */
const original: readonly (readonly [number, number])[] = [
  [0, 17],
  [2, 113],
  [0, 62],
  [2, 66],
  [0, 59],
  [2, 129],
  [0, 35],
  [2, 108],
];

describe('the network that hears voices', () => {
  it('says what the original says', async () => {
    const expected = original.flatMap(([name, frames]) => Array<number>(frames).fill(name));
    const found = await segmentation.classesOf(speech);
    // Weights of half the length may move a border by a frame.
    expect(found.filter((name, frame) => name !== expected[frame]).length).toBeLessThanOrEqual(3);
  });

  it('hears the same in the middle of a long sound as in a short one', async () => {
    const { voice: short } = await segmentation.hear(speech);
    const long = new Float32Array(speech.length + 25 * 16_000);
    const at = 12.15 * 16_000; // a whole number of frames
    long.set(speech, at);
    const spans = (probabilities: Float32Array, seconds: number) => voiceSpans(probabilities, seconds);
    const alone = spans(short, speech.length / 16_000);
    const within = spans((await segmentation.hear(long)).voice, long.length / 16_000);
    expect(alone.length).toBeGreaterThan(2);
    expect(within.length).toBe(alone.length);
    for (const [index, { start, end }] of alone.slice(0, -1).entries()) {
      expect(within[index]?.start).toBeCloseTo(start + 12.15, 1);
      expect(within[index]?.end).toBeCloseTo(end + 12.15, 1);
    }
  });

  it('hears a voice in noise as loud as itself at 5 dB, and none in noise alone', async () => {
    let seed = 1;
    const noise = Float32Array.from(speech, () => {
      seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return seed / 2 ** 31 - 1;
    });
    const level = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
    const factor = (level(speech) * 10 ** (-5 / 20)) / level(noise);
    const seconds = speech.length / 16_000;
    const voiced = async (samples: Float32Array) =>
      voiceSpans((await segmentation.hear(samples)).voice, seconds).reduce(
        (sum, { start, end }) => sum + end - start,
        0,
      );
    const clean = await voiced(speech);
    expect(clean).toBeGreaterThan(6);
    expect(await voiced(speech.map((x, i) => x + factor * (noise[i] ?? 0)))).toBeGreaterThan(0.9 * clean);
    expect(await voiced(noise.map((x) => factor * x))).toBe(0);
  });

  it('hears sounds that are shorter than its window, and nothing in a sound of nothing', async () => {
    const { voice: found } = await segmentation.hear(speech.subarray(0, 2 * 16_000));
    expect(found).toHaveLength(Math.ceil((2 * 16_000) / 270));
    const [span, ...others] = voiceSpans(found, 2);
    expect([span?.end, others]).toEqual([2, []]);
    expect(Math.abs((span?.start ?? 0) - 0.3)).toBeLessThan(0.15);
    expect((await segmentation.hear(new Float32Array(0))).voice).toHaveLength(0);
  });

  it('stops when it is given up', async () => {
    const reason = new Error('Nobody waits.');
    await expect(segmentation.hear(speech, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
