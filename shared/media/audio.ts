import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import type { MediaSource } from './blobSource.ts';
import { planChunks } from './cuts.ts';
import { type RunBounds, untilDeadline } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fromFile, fromSource } from './inputs.ts';
import { frameSeconds, LevelMeter, sampleRate } from './levels.ts';
import type { Probe } from './probe.ts';
import { findVoice } from './voice.ts';
import { type Waveform, waveformOf } from './waveform.ts';

/** A piece of the sound for the recogniser: a FLAC file, 16 kHz mono. Add `start` to times found in it. */
export const chunkSchema = spanSchema.extend({
  index: z.int().nonnegative(),
  file: z.string(),
  sizeBytes: z.int().positive(),
});
export type Chunk = z.infer<typeof chunkSchema>;

export interface Audio {
  /** How much sound there is, from the start of the video to the sound's end. */
  readonly durationSeconds: number;
  readonly chunks: readonly Chunk[];
  /** Where it is as loud as a voice is, in the video's time. */
  readonly voice: readonly Span[];
  readonly waveform: Waveform;
}

export interface AudioOptions extends RunBounds {
  /** Seconds that a chunk should have; it ends in a pause nearby. */
  readonly chunkSeconds?: number;
  /** Seconds that no chunk exceeds; 740 at most, which keeps the loudest noise under 24 MB. */
  readonly maxChunkSeconds?: number;
  /** Where time stamps claim that the sound goes on beyond this, the file is refused. */
  readonly maxDurationSeconds?: number;
}

const mostSeconds = 740;

// The noise of a good converter; less than this is no sound, but zeros.
const leastLevel = -90;

const isSound = (levels: Float32Array, { start, end }: Span): boolean =>
  levels.subarray(Math.floor(start / frameSeconds), Math.ceil(end / frameSeconds)).some((level) => level > leastLevel);

/** Feeds the meter; never closes by itself, for fluent-ffmpeg takes a closed stream for a failure. */
function sinkOf(meter: LevelMeter): Writable {
  return new Writable({
    autoDestroy: false,
    emitClose: false,
    write(bytes: Buffer, _encoding, taken) {
      meter.add(bytes);
      taken();
    },
  });
}

/**
 * Takes the sound out of a recording, in one pass: where it is loud, and chunks that cover all of it, cut in pauses.
 * Times are the video's: sound that starts late is led by silence, gaps are filled. A chunk without any sound is left out.
 * @param outDir an existing directory for the chunks; the caller removes it, also after an error
 * @throws PermanentError 'no-audio', 'too-long'; otherwise as `runFfmpeg`.
 */
export async function extractAudio(
  source: MediaSource,
  probe: Probe,
  outDir: string,
  options: AudioOptions,
): Promise<Audio> {
  if (probe.audio === null) {
    throw new PermanentError('no-audio', 'The video has no sound. Record it with a microphone and upload it again.');
  }
  const { chunkSeconds = 120, maxChunkSeconds = 2 * chunkSeconds, maxDurationSeconds = 21_600 } = options;
  const limits = { chunkSeconds, maxChunkSeconds: Math.min(maxChunkSeconds, mostSeconds) };
  const bounds = untilDeadline(options);
  const meter = new LevelMeter();
  const whole = join(outDir, 'whole.flac');
  const ends = ['-t', String(maxDurationSeconds + 1)];
  await runFfmpeg({
    ...bounds(),
    doing: 'taking the sound out of the video',
    source,
    inputs: [fromSource(source)],
    // async=1 fills gaps in the time stamps with silence, first_pts=0 a late start.
    filter:
      `[0:${probe.audio.streamIndex}]aresample=${sampleRate}:async=1:first_pts=0,` +
      `aformat=sample_fmts=s16:sample_rates=${sampleRate}:channel_layouts=mono,asplit=2[file][levels]`,
    outputs: [
      { target: whole, options: ['-map', '[file]', ...ends, '-c:a', 'flac', '-map_metadata', '-1', '-f', 'flac'] },
      { target: sinkOf(meter), options: ['-map', '[levels]', ...ends, '-c:a', 'pcm_s16le', '-f', 's16le'] },
    ],
  });
  if (meter.seconds === 0) {
    throw new PermanentError('no-audio', 'The sound in the video cannot be decoded. Export it again, with AAC sound.');
  }
  if (meter.seconds > maxDurationSeconds) {
    throw new PermanentError(
      'too-long',
      `The sound lasts more than ${maxDurationSeconds} s. Cut the video into parts.`,
    );
  }
  const levels = meter.finish();
  const voice = findVoice(levels);
  const chunks: Chunk[] = [];
  const planned = planChunks(voice, meter.seconds, limits).filter((chunk) => isSound(levels, chunk));
  for (const [index, { start, end }] of planned.entries()) {
    const file = join(outDir, `chunk-${String(index).padStart(4, '0')}.flac`);
    await runFfmpeg({
      ...bounds(),
      doing: 'cutting the sound',
      inputs: [fromFile(whole, 'flac', '-ss', start.toFixed(2))],
      outputs: [{ target: file, options: ['-t', (end - start).toFixed(2), '-c:a', 'flac', '-f', 'flac'] }],
    });
    chunks.push({ index, start, end, file, sizeBytes: (await stat(file)).size });
  }
  await rm(whole);
  return { durationSeconds: meter.seconds, chunks, voice, waveform: waveformOf(levels) };
}
