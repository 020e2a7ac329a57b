import { describe, expect, it } from 'vitest';
import { planChunks } from '../../../shared/media/cuts.ts';

const limits = { chunkSeconds: 120, maxChunkSeconds: 240 };

/** Sentences of `length` seconds with `pause` seconds between them. */
function talk(durationSeconds: number, length: number, pause: number) {
  const count = Math.ceil(durationSeconds / (length + pause));
  return Array.from({ length: count }, (_, index) => {
    const start = index * (length + pause);
    return { start, end: Math.min(start + length, durationSeconds) };
  });
}

describe('cutting sound into chunks', () => {
  it('cuts only where nobody speaks, near the length asked for', () => {
    const voice = talk(3600, 7.3, 0.5);
    const chunks = planChunks(voice, 3600, limits);
    for (const { start, end } of chunks.slice(0, -1)) {
      expect(voice.some((span) => span.start < end && end < span.end)).toBe(false);
      expect(end - start).toBeGreaterThan(100);
      expect(end - start).toBeLessThan(140);
    }
  });

  it('keeps every voice, in exactly one chunk', () => {
    const voice = talk(1000, 5, 1);
    const chunks = planChunks(voice, 1000, limits);
    for (const { start, end } of voice) {
      expect(chunks.filter((chunk) => chunk.start <= start && end <= chunk.end)).toHaveLength(1);
    }
    for (const [index, chunk] of chunks.entries()) {
      expect(chunk.start).toBeGreaterThanOrEqual(chunks[index - 1]?.end ?? 0);
    }
  });

  it('uses the only pause there is, wherever it lies in the window', () => {
    const voice = [
      { start: 0, end: 20 },
      { start: 20.4, end: 400 },
    ];
    expect(planChunks(voice, 400, limits)[0]).toEqual({ start: 0, end: 20.2 });
  });

  it('prefers a breath to the middle of a word, and the limit to an endless chunk', () => {
    const breath = [
      { start: 0, end: 200 },
      { start: 200.1, end: 700 },
    ];
    const [first, second] = planChunks(breath, 700, limits);
    expect(first?.end).toBeCloseTo(200.05, 2);
    expect((second?.end ?? 0) - (second?.start ?? 0)).toBe(240);
  });

  it('never exceeds the limit', () => {
    for (const pause of [0, 0.1, 0.35, 3, 100]) {
      for (const chunk of planChunks(talk(5000, 37, pause), 5000, { chunkSeconds: 30, maxChunkSeconds: 45 })) {
        expect(chunk.end - chunk.start).toBeLessThanOrEqual(45 + 1e-9);
      }
    }
  });

  it.each([
    ['talk', talk(1000, 5, 1), 1000],
    ['one voice in half an hour', [{ start: 900, end: 905 }], 1800],
    ['nothing that is loud', [], 600],
  ])('covers the whole sound, chunk after chunk: %s', (_, loud, durationSeconds) => {
    const chunks = planChunks(loud, durationSeconds, limits);
    expect(chunks[0]?.start).toBe(0);
    expect(chunks.at(-1)?.end).toBe(durationSeconds);
    for (const [index, { start }] of chunks.slice(1).entries()) expect(start).toBe(chunks[index]?.end);
  });

  it('makes none of no sound', () => {
    expect(planChunks([], 0, limits)).toEqual([]);
  });

  it('keeps a short recording whole', () => {
    expect(planChunks(talk(140, 5, 1), 140, limits)).toHaveLength(1);
  });

  it('gives times on the grid of samples', () => {
    for (const { start, end } of planChunks(talk(2000, 3.337, 0.411), 2000, limits)) {
      expect(start * 16_000).toBeCloseTo(Math.round(start * 16_000), 6);
      expect(end * 16_000).toBeCloseTo(Math.round(end * 16_000), 6);
    }
  });
});
