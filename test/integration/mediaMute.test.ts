import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../shared/lessons/span.ts';
import { extractAudio } from '../../shared/media/audio.ts';
import { type MediaSource, openSource } from '../../shared/media/blobSource.ts';
import { muteOriginal, mutePlayback } from '../../shared/media/mute.ts';
import { type Probe, probeMedia } from '../../shared/media/probe.ts';
import { planTranscode, remux } from '../../shared/media/transcode.ts';
import { fileReader } from '../../testing/fileReader.ts';
import { ffmpeg, type MediaName, makeMedia } from '../../testing/media.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const directory = temporaryDirectory();
const bounds = { signal: new AbortController().signal, timeLimitSeconds: 60 };
const limits = { maxDurationSeconds: 3600 };

// There is a buzz in 0–2 and 4–6 s; its second half of the second stretch is muted.
const muted = [{ start: 4, end: 5 }];

async function probeOf(file: string): Promise<Probe> {
  await using source = await openSource(await fileReader(file));
  return await probeMedia(source, limits, bounds);
}

async function mutedBytes(source: MediaSource, probe: Probe, silent: readonly Span[]): Promise<Buffer> {
  const sent = new PassThrough({ autoDestroy: false, emitClose: false });
  const [bytes] = await Promise.all([buffer(sent), muteOriginal(source, probe, sent, { ...bounds, muted: silent })]);
  return bytes;
}

/** The largest sample of a stretch of the first, or of another, sound track. */
async function peak(file: string, start: number, end: number, track = 0): Promise<number> {
  const cut = ['-map', `0:a:${track}`, '-af', `atrim=${start}:${end}`, '-ac', '1', '-f', 's16le', '-'];
  const pcm = await ffmpeg('-i', file, ...cut);
  let most = 0;
  for (let at = 0; at + 1 < pcm.length; at += 2) most = Math.max(most, Math.abs(pcm.readInt16LE(at)));
  return most;
}

async function isMuted(file: string, before = { start: 0.2, end: 1.8 }): Promise<void> {
  expect(await peak(file, before.start, before.end)).toBeGreaterThan(3000);
  // Compressed sound rings a little at a border.
  expect(await peak(file, 4.1, 4.9)).toBeLessThan(50);
  expect(await peak(file, 5.2, 5.8)).toBeGreaterThan(3000);
}

describe('a recording', () => {
  test.each<[MediaName, string]>([
    ['lesson.mp4', 'mp4'],
    ['h264.mkv', 'matroska'],
    ['camera.mov', 'mov'],
    ['camera.mts', 'matroska'],
    ['late-sound.mp4', 'mp4'],
    ['audio-only.m4a', 'mp4'],
    ['audio-only.wav', 'wav'],
    ['old.avi', 'matroska'],
  ])('%s is written again with a stretch muted, and its picture as it was', async (name, container) => {
    const file = await makeMedia(name, directory.path);
    const out = join(await mkdtemp(join(directory.path, 'muted-')), 'original');
    const before = await probeOf(file);
    await using source = await openSource(await fileReader(file));
    await writeFile(out, await mutedBytes(source, before, muted));
    const after = await probeOf(out);
    expect(after.container).toBe(container);
    expect(after.durationSeconds).toBeCloseTo(before.durationSeconds, 0);
    expect([after.video?.codec, after.video?.width]).toEqual([before.video?.codec, before.video?.width]);
    const { voice } = await extractAudio(source, before, directory.path, bounds);
    await isMuted(out, { start: Math.max(0.2, (voice[0]?.start ?? 0) + 0.2), end: 1.8 });
  });

  test('with a microphone for each speaker is muted in all of them', async () => {
    const file = await makeMedia('two-microphones.mkv', directory.path);
    const out = join(await mkdtemp(join(directory.path, 'muted-')), 'original');
    await using source = await openSource(await fileReader(file));
    await writeFile(out, await mutedBytes(source, await probeOf(file), [{ start: 0, end: 6.5 }]));
    expect((await probeOf(out)).tracks).toHaveLength(2);
    for (const track of [0, 1]) expect(await peak(out, 0, 6, track)).toBeLessThan(50);
  });
});

test('what is played is muted, also where that is anew from the recording', async () => {
  const file = await makeMedia('camera.mov', directory.path);
  const folder = await mkdtemp(join(directory.path, 'played-'));
  await using source = await openSource(await fileReader(file));
  const [web, quiet, anew] = ['web.mp4', 'web-1.mp4', 'anew.mp4'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const probe = await probeOf(file);
  await remux(source, probe, web, bounds);
  await using played = await openSource(await fileReader(web));
  await mutePlayback(played, quiet, { ...bounds, muted });
  await isMuted(quiet);
  await remux(source, probe, anew, { ...bounds, muted });
  await isMuted(anew);
  // The picture is copied: the same packets.
  const packets = (video: string) => ffmpeg('-i', video, '-map', '0:v', '-c', 'copy', '-f', 'md5', '-');
  expect(await packets(quiet)).toEqual(await packets(web));
});

test('a video that plays as it is is made anew where a part is muted', async () => {
  const probe = await probeOf(await makeMedia('lesson.mp4', directory.path));
  expect([planTranscode(probe), planTranscode(probe, muted)]).toEqual(['leave', 'remux']);
  expect(planTranscode({ ...probe, sizeBytes: 400_000_000 }, muted)).toBe('encode');
});

test('nothing of a muted stretch is heard: neither its loudness nor a sample', async () => {
  const file = await makeMedia('lesson.mp4', directory.path);
  await using source = await openSource(await fileReader(file));
  const folder = await mkdtemp(join(directory.path, 'heard-'));
  const audio = await extractAudio(source, await probeOf(file), folder, { ...bounds, muted });
  expect(audio.voice.some(({ start, end }) => start < 4.9 && end > 4.1)).toBe(false);
  expect(audio.voice.some(({ start, end }) => start < 1.9 && end > 0.1)).toBe(true);
  const { peaks, peaksPerSecond } = audio.waveform;
  expect(Math.max(...peaks.slice(4 * peaksPerSecond, 5 * peaksPerSecond))).toBe(0);
  const [chunk] = audio.chunks;
  expect(await peak(chunk?.file ?? '', 4, 5)).toBe(0);
  expect(await peak(chunk?.file ?? '', 5.1, 5.9)).toBeGreaterThan(3000);
});
