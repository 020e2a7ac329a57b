import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { extractAudio } from '../../shared/media/audio.ts';
import { openSource } from '../../shared/media/blobSource.ts';
import { sampleRate } from '../../shared/media/levels.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { fileReader } from '../../testing/fileReader.ts';
import { ffmpeg } from '../../testing/media.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

// Case 5 of what users of other tools reported: from MP3, times were a second off after 25 minutes.
const minutes = Number(process.env.DRIFT_MINUTES ?? 3);
const directory = temporaryDirectory();
const bounds = { signal: new AbortController().signal, timeLimitSeconds: 300 };

/** A beep of half a second at each full minute. */
const beeps = ['-f', 'lavfi', '-i', `aevalsrc='if(lt(mod(t,60),0.5),0.5*sin(2*PI*800*t),0)':s=44100:d=${60 * minutes}`];
const picture = ['-f', 'lavfi', '-i', `color=s=64x36:r=5:d=${60 * minutes}`];

/** Where the beeps begin in what both networks are given: each chunk's own samples, in video time. */
async function heardIn(file: string): Promise<number[]> {
  const reader = await fileReader(file);
  await using source = await openSource(reader);
  const probe = await probeMedia(source, { maxDurationSeconds: 7200 }, bounds);
  const { chunks } = await extractAudio(source, probe, await mkdtemp(join(directory.path, 'audio-')), {
    ...bounds,
    chunkSeconds: 120,
  });
  const found: number[] = [];
  for (const { file: chunk, start } of chunks) {
    const bytes = await ffmpeg('-i', chunk, '-f', 's16le', 'pipe:1');
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      if (Math.abs(bytes.readInt16LE(at)) < 4000) continue;
      const time = start + at / 2 / sampleRate;
      if (time - (found.at(-1) ?? Number.NEGATIVE_INFINITY) > 2) found.push(time);
    }
  }
  return found;
}

const cases: readonly [name: string, late: number, made: readonly string[]][] = [
  ['beeps.mp3', 0, [...beeps, '-c:a', 'libmp3lame', '-b:a', '64k']],
  ['variable.mp3', 0, [...beeps, '-c:a', 'libmp3lame', '-q:a', '6']],
  ['beeps.m4a', 0, [...beeps, '-c:a', 'aac', '-b:a', '64k']],
  [
    'late.mp4',
    0.5,
    [...picture, '-itsoffset', '0.5', ...beeps, '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'],
  ],
  [
    'late.mkv',
    0.5,
    [...picture, '-itsoffset', '0.5', ...beeps, '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'libmp3lame'],
  ],
];

test.each(cases)('in %s each minute is heard at its time', { timeout: 300_000 }, async (name, late, made) => {
  const file = join(directory.path, name);
  await ffmpeg(...made, file);
  const found = await heardIn(file);
  expect(found).toHaveLength(minutes);
  for (const [minute, at] of found.entries()) expect(Math.abs(at - 60 * minute - late)).toBeLessThan(0.1);
});
