import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Span } from '../../shared/lessons/transcript.ts';
import { type AudioOptions, extractAudio } from '../../shared/media/audio.ts';
import { openSource } from '../../shared/media/blobSource.ts';
import { sampleRate } from '../../shared/media/levels.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { fileReader } from '../../testing/fileReader.ts';
import { ffmpeg, type MediaName, makeMedia } from '../../testing/media.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const directory = temporaryDirectory();
const bounds = { signal: new AbortController().signal, timeLimitSeconds: 60 };

async function audioOf(file: string, options: Partial<AudioOptions> = {}) {
  const reader = await fileReader(file);
  await using source = await openSource(reader);
  const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
  const outDir = await mkdtemp(join(directory.path, 'audio-'));
  return { ...(await extractAudio(source, probe, outDir, { ...bounds, ...options })), outDir, reader };
}
const extracted = async (name: MediaName, options: Partial<AudioOptions> = {}) =>
  audioOf(await makeMedia(name, directory.path), options);

/** Samples of a file from a second on, as the recogniser would get them. */
const samplesOf = (file: string) => ffmpeg('-i', file, '-ac', '1', '-ar', String(sampleRate), '-f', 's16le', 'pipe:1');

function expectNear(found: readonly Span[], expected: readonly [number, number][], within = 0.1): void {
  expect(found).toHaveLength(expected.length);
  for (const [index, [start, end]] of expected.entries()) {
    expect(Math.abs((found[index]?.start ?? Number.NaN) - start)).toBeLessThan(within);
    expect(Math.abs((found[index]?.end ?? Number.NaN) - end)).toBeLessThan(within);
  }
}

describe('the sound of a recording', () => {
  it.each([
    'lesson.mp4',
    'h264.mkv',
    'old.avi',
    'camera.mov',
    'camera.mts',
    'audio-only.m4a',
    'audio-only.wav',
    'cover-art.mp3',
    'uneven.mp4',
    'opposite-phase.wav',
    'one-of-ten.wav',
    'one-of-six.wav',
    'silent-first-track.mp4',
    'two-microphones.mkv',
    'unknown-first-track.mkv',
    'channels-change.mts',
  ] as const)('has its voices where they are: %s', async (name) => {
    const { voice, durationSeconds, waveform } = await extracted(name);
    expect(Math.abs(waveform.durationSeconds - durationSeconds)).toBeLessThan(0.02);
    expect(Math.max(...waveform.peaks)).toBe(100);
    expectNear(voice, [
      [0, 2],
      [4, 6],
    ]);
    expect(Math.abs(durationSeconds - (voice[1]?.end ?? 0))).toBeLessThan(2.1);
  });

  it('that starts after the picture keeps the time of the video', async () => {
    const { voice, durationSeconds } = await extracted('late-sound.mp4');
    expectNear(voice, [
      [1.5, 3.5],
      [5.5, 7.5],
    ]);
    expect(durationSeconds).toBeCloseTo(7.5, 1);
  });

  it('becomes 16 kHz mono FLAC', async () => {
    const { chunks } = await extracted('long.mov');
    for (const { file, sizeBytes } of chunks) {
      const bytes = await readFile(file);
      expect(bytes.toString('latin1', 0, 4)).toBe('fLaC');
      expect(bytes.length).toBe(sizeBytes);
      // 20 bits of rate and 3 of channels less one, as FLAC's first block has them.
      expect(bytes.readUInt32BE(18) >>> 12).toBe(16_000);
      expect((bytes.readUInt32BE(18) >>> 9) & 7).toBe(0);
    }
  });

  it('is cut in pauses, exact to the sample', async () => {
    const file = await makeMedia('audio-only.wav', directory.path);
    const original = await samplesOf(file);
    const { chunks } = await audioOf(file, { chunkSeconds: 1, maxChunkSeconds: 4 });
    expect(chunks).toHaveLength(2);
    for (const { start, end, file: chunk } of chunks) {
      const wanted = original.subarray(Math.round(start * sampleRate) * 2, Math.round(end * sampleRate) * 2);
      expect(wanted.equals(await samplesOf(chunk))).toBe(true);
    }
  });

  it('leaves nothing but the chunks behind', async () => {
    const { chunks, outDir } = await extracted('long.mov', { chunkSeconds: 10 });
    expect(chunks.length).toBeGreaterThan(4);
    expect((await readdir(outDir)).map((name) => join(outDir, name)).sort()).toEqual(chunks.map(({ file }) => file));
  });

  it('is read once, whatever is done with it', async () => {
    const { reader } = await extracted('long.mov', { chunkSeconds: 10 });
    expect(reader.bytesRead).toBeLessThan(1.2 * reader.sizeBytes);
  });

  it('of pure silence has no voice and no chunk', async () => {
    const { voice, chunks, durationSeconds } = await extracted('silence.mp4');
    expect({ voice, chunks }).toEqual({ voice: [], chunks: [] });
    expect(durationSeconds).toBeCloseTo(6, 1);
  });

  it('of several tracks is mixed as loud as it is on the one that hears it, and says what was heard', async () => {
    const one = await extracted('audio-only.m4a');
    const { sound, trackLevels } = await extracted('two-microphones.mkv');
    expect(Math.abs(sound.loudestDb - one.sound.loudestDb)).toBeLessThan(2);
    expect(sound).toMatchObject({ gainDb: 0, trackCount: 2, tracks: [{ streamIndex: 0 }, { streamIndex: 1 }] });
    // At 1 and 5 s, in tenths of a second: who is heard where.
    const loud = (track: number, tenth: number) => (trackLevels[track]?.[tenth] ?? -100) > -40;
    expect([loud(0, 5), loud(0, 45), loud(1, 5), loud(1, 45)]).toEqual([true, false, false, true]);
    expect(one.trackLevels).toEqual([]);
  });

  it('of one track alone is heard where that was chosen, and no other', async () => {
    const { sound, voice } = await extracted('two-microphones.mkv', { track: 2 });
    expect(sound).toMatchObject({ trackCount: 2, tracks: [{ streamIndex: 1 }] });
    const first = await extracted('two-microphones.mkv', { track: 1 });
    expect(voice).not.toEqual(first.voice);
    await expect(extracted('two-microphones.mkv', { track: 3 })).rejects.toMatchObject({ code: 'no-such-track' });
  });

  it('that is quiet is made louder for the recogniser', async () => {
    const loud = await extracted('audio-only.wav');
    const quiet = await extracted('quiet.wav');
    expect(loud.sound.gainDb).toBe(0);
    expect(quiet.sound.gainDb).toBeGreaterThan(30);
    const peak = async (file: string) => {
      const samples = await samplesOf(file);
      return Math.max(...Array.from({ length: samples.length / 2 }, (_, at) => Math.abs(samples.readInt16LE(2 * at))));
    };
    const [chunk] = quiet.chunks;
    expect(chunk).toBeDefined();
    expect(await peak(chunk?.file ?? '')).toBeGreaterThan(2000);
    expect(quiet.sound.loudestDb).toBeCloseTo(loud.sound.loudestDb - 50, -1);
  });

  it('that is missing is an error that says so', async () => {
    await expect(extracted('no-audio.mp4')).rejects.toThrow(
      expect.objectContaining({ name: 'PermanentError', code: 'no-audio' }),
    );
  });

  it('that goes on longer than it may is refused', async () => {
    await expect(extracted('lesson.mp4', { maxDurationSeconds: 3 })).rejects.toThrow(
      expect.objectContaining({ code: 'too-long' }),
    );
  });

  it('is not waited for longer than the time there is', async () => {
    await expect(extracted('lesson.mp4', { timeLimitSeconds: 0.01 })).rejects.toThrow(
      expect.objectContaining({ name: 'TransientError', code: 'timed-out' }),
    );
  });
});

describe('the sample lesson', () => {
  it('has its turns and waits where they were put', async () => {
    const turn = z.object({ start: z.number(), end: z.number() });
    const sample = (name: string) => new URL(`../../samples/${name}`, import.meta.url).pathname;
    const truth = z
      .object({ turns: z.array(turn) })
      .parse(JSON.parse(await readFile(sample('lesson.truth.json'), 'utf8')));
    const { voice } = await audioOf(sample('lesson.mp4'));
    const nearest = (edge: 'start' | 'end', at: number) => Math.min(...voice.map((span) => Math.abs(span[edge] - at)));
    const median = (values: number[]) => values.sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
    expect(median(truth.turns.map(({ start }) => nearest('start', start)))).toBeLessThan(0.05);
    expect(median(truth.turns.map(({ end }) => nearest('end', end)))).toBeLessThan(0.05);
    const waits = truth.turns.flatMap(({ end }, index) => {
      const next = truth.turns[index + 1];
      if (next === undefined || next.start - end < 0.5) return [];
      const heardEnd = voice.findLast((span) => span.start < end)?.end ?? Number.NaN;
      const heardNext = voice.find((span) => span.end > next.start)?.start ?? Number.NaN;
      return [Math.abs(heardNext - heardEnd - (next.start - end))];
    });
    expect(waits.length).toBeGreaterThan(10);
    expect(median(waits)).toBeLessThan(0.15);
  });
});
