import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { embedderFile } from '../../models/weights.ts';
import { filterBank, filterCount, frameCount } from '../../voices/filterBank.ts';
import { loadSpeakerEmbedder, type SpeakerEmbedder } from '../../voices/speakerEmbedding.ts';
import { readWav } from './readWav.ts';

const vectorsSchema = z.object({
  filterBank: z.record(z.string(), z.array(z.number())),
  frameCount: z.number(),
  embedding: z.array(z.number()),
});

let embedder: SpeakerEmbedder;
let speech: Float32Array;
let vectors: z.infer<typeof vectorsSchema>;
beforeAll(async () => {
  embedder = await loadSpeakerEmbedder(embedderFile);
  speech = await readWav(path.join(import.meta.dirname, '../jfk.wav'));
  const text = await readFile(path.join(import.meta.dirname, '../speakerVectors.json'), 'utf8');
  vectors = vectorsSchema.parse(JSON.parse(text));
});
afterAll(() => embedder.release());

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe('the filter bank', () => {
  it("has Kaldi's numbers", () => {
    const found = filterBank(speech);
    expect([frameCount(speech.length), found.length / filterCount]).toEqual([vectors.frameCount, vectors.frameCount]);
    for (const [frame, row] of Object.entries(vectors.filterBank)) {
      const own = found.subarray(Number(frame) * filterCount, (Number(frame) + 1) * filterCount);
      const furthest = Math.max(...row.map((value, at) => Math.abs(value - (own[at] ?? Number.NaN))));
      expect(furthest).toBeLessThan(2e-3);
    }
  });

  it('has no frame of less than 25 ms, and the lowest number of silence', () => {
    expect([frameCount(399), frameCount(400), frameCount(559), frameCount(560)]).toEqual([0, 1, 1, 2]);
    const silence = filterBank(new Float32Array(400));
    expect([...new Set(silence)]).toEqual([Math.fround(Math.log(1.192_092_9e-7))]);
  });
});

describe('the network that knows voices', () => {
  it('says what the original says', async () => {
    // frames 100 to 299, and what the last one looks at
    const [found] = await embedder.embed(speech, [{ start: 1, end: 2.99 + 0.025 }]);
    expect(cosine(found ?? [], vectors.embedding)).toBeGreaterThan(0.9999);
  });

  it('says the same of a window among others of any length', async () => {
    const windows = [0.3, 3.4, 0.9, 5.5, 8.2, 8.5].map((start, at) => ({
      start,
      end: start + (at % 2 === 0 ? 1.5 : 0.7),
    }));
    const many = Array.from({ length: 4 }, () => windows).flat();
    const together = await embedder.embed(speech, many);
    expect(together).toHaveLength(many.length);
    for (const [at, window] of windows.entries()) {
      const [alone] = await embedder.embed(speech, [window]);
      for (const copy of [at, at + 18]) expect(cosine(together[copy] ?? [], alone ?? [])).toBeGreaterThan(0.9999);
    }
    expect(cosine(together[0] ?? [], together[2] ?? [])).toBeLessThan(0.9999);
  });

  it('stops when it is given up', async () => {
    const reason = new Error('Nobody waits.');
    const windows = [{ start: 1, end: 2 }];
    await expect(embedder.embed(speech, windows, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
