import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import type { Sound } from '../lessons/sound.ts';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import type { MediaSource } from './blobSource.ts';
import { planChunks } from './cuts.ts';
import { type RunBounds, untilDeadline } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fromFile } from './inputs.ts';
import { frameSeconds, lowestLevel, sampleRate } from './levels.ts';
import { type Probe, type Track, tracksOf } from './probe.ts';
import { decodeTrack, mixTracks, type RawSound } from './track.ts';
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
  readonly sound: Sound;
  /** Where several tracks were mixed: how loud each is, in dB a tenth of a second. */
  readonly trackLevels: readonly (readonly number[])[];
}

export interface AudioOptions extends RunBounds {
  /** The only track that is heard, counted from 1 in the order of the file; absent: all, mixed. */
  readonly track?: number | undefined;
  /** Seconds that a chunk should have; it ends in a pause nearby. */
  readonly chunkSeconds?: number;
  /** Seconds that no chunk exceeds; 740 at most, which keeps the loudest noise under 24 MB. */
  readonly maxChunkSeconds?: number;
  /** Where time stamps claim that the sound goes on beyond this, the file is refused. */
  readonly maxDurationSeconds?: number;
  /** What nobody is to hear; seconds of the video. */
  readonly muted?: readonly Span[];
}

const mostSeconds = 740;
// Each track is a pass over the file.
const mostTracks = 8;

// A recording whose loud parts are below this is made louder: recognisers were trained on sound that people can hear.
const quiet = -40;
const aimedAt = -25;
const mostGain = 50;

/** The level that one frame in a hundred exceeds, in dB. */
function loudOf(levels: Float32Array): number {
  return levels.toSorted()[Math.floor(0.99 * (levels.length - 1))] ?? lowestLevel;
}

function gainOf(levels: Float32Array): number {
  const loud = loudOf(levels);
  return loud >= quiet || loud <= leastLevel ? 0 : Math.min(mostGain, Math.round(aimedAt - loud));
}

/** The mean power of ten frames each, in whole dB. */
function coarse(levels: Float32Array): number[] {
  return Array.from({ length: Math.ceil(levels.length / 10) }, (_, at) => {
    const frames = levels.subarray(10 * at, 10 * at + 10);
    return Math.round(10 * Math.log10(frames.reduce((sum, level) => sum + 10 ** (level / 10), 0) / frames.length));
  });
}

// The noise of a good converter; less than this is no sound, but zeros.
const leastLevel = -90;

const isSound = (levels: Float32Array, { start, end }: Span): boolean =>
  levels.subarray(Math.floor(start / frameSeconds), Math.ceil(end / frameSeconds)).some((level) => level > leastLevel);

/**
 * Takes the sound out of a recording: where it is loud, and chunks that cover all of it, cut in pauses. Of several tracks
 * all are heard, as of several channels.
 * Times are the video's: sound that starts late is led by silence, gaps are filled. A chunk without any sound is left out.
 * @param outDir an existing directory for the chunks; the caller removes it, also after an error
 * @throws PermanentError 'no-audio', 'no-such-track', 'too-long'; otherwise as `runFfmpeg`.
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
  const tracks = tracksOf(probe).slice(0, mostTracks);
  const chosen = [...tracks.entries()].filter(([at]) => options.track === undefined || at === options.track - 1);
  if (chosen.length === 0) {
    throw new PermanentError(
      'no-such-track',
      `The recording has no sound track ${options.track}, but ${tracks.length}. Analyse it again with another.`,
    );
  }
  const heard: { readonly track: Track; readonly sound: RawSound }[] = [];
  let refusal: unknown;
  for (const [at, track] of chosen) {
    const file = join(outDir, `track-${track.streamIndex}.pcm`);
    try {
      const sound = await decodeTrack(source, probe, at, file, {
        ...bounds(),
        maxDurationSeconds,
        muted: options.muted ?? [],
      });
      if (sound.seconds > (track.startSeconds ?? 0)) heard.push({ track, sound });
    } catch (error) {
      // One track that cannot be decoded is passed over for one that can; what is wrong with the file is not.
      if (!(error instanceof PermanentError) || chosen.length === 1 || source.failure !== undefined) throw error;
      refusal = error;
    }
  }
  const [first, ...others] = heard;
  if (first === undefined) {
    if (refusal !== undefined) throw refusal;
    throw new PermanentError('no-audio', 'The sound in the video cannot be decoded. Export it again, with AAC sound.');
  }
  const sounds = heard.map(({ sound }) => sound);
  const whole = others.length === 0 ? first.sound : await mixTracks(sounds, join(outDir, 'whole.pcm'));
  if (whole !== first.sound) for (const { file } of sounds) await rm(file);
  const { levels, seconds } = whole;
  if (seconds > maxDurationSeconds) {
    throw new PermanentError(
      'too-long',
      `The sound lasts more than ${maxDurationSeconds} s. Cut the video into parts.`,
    );
  }
  const voice = findVoice(levels);
  const chunks: Chunk[] = [];
  const gainDb = gainOf(levels);
  const planned = planChunks(voice, seconds, limits).filter((chunk) => isSound(levels, chunk));
  for (const [index, { start, end }] of planned.entries()) {
    const file = join(outDir, `chunk-${String(index).padStart(4, '0')}.flac`);
    const raw = ['-f', 's16le', '-ar', String(sampleRate), '-ac', '1'];
    await runFfmpeg({
      ...bounds(),
      doing: 'cutting the sound',
      inputs: [fromFile(whole.file, 's16le', ...raw, '-ss', start.toFixed(2))],
      outputs: [
        {
          target: file,
          options: [
            ...['-t', (end - start).toFixed(2)],
            ...(gainDb === 0 ? [] : ['-af', `volume=${gainDb}dB`]),
            ...['-c:a', 'flac', '-f', 'flac'],
          ],
        },
      ],
    });
    chunks.push({ index, start, end, file, sizeBytes: (await stat(file)).size });
  }
  await rm(whole.file);
  return {
    durationSeconds: seconds,
    chunks,
    voice,
    waveform: waveformOf(levels),
    sound: {
      loudestDb: Math.round(loudOf(levels)),
      gainDb,
      tracks: heard.map(({ track, sound }) => ({
        streamIndex: track.streamIndex,
        channels: track.channels,
        loudestDb: Math.round(loudOf(sound.levels)),
      })),
      trackCount: tracks.length,
    },
    trackLevels: sounds.length > 1 ? sounds.map((sound) => coarse(sound.levels)) : [],
  };
}
