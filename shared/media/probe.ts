import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import type { MediaSource } from './blobSource.ts';
import type { RunBounds } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { type Probed, type ProbedStream, runFfprobe } from './ffprobe.ts';
import { fromSource, maxPixels } from './inputs.ts';
import { findStretches } from './joints.ts';
import { checkBoxes } from './mp4Boxes.ts';
import { recordedDay } from './recordedDay.ts';
import { checkHead, headBytes } from './sniff.ts';

/** One sound track. */
const trackSchema = z.object({
  streamIndex: z.int().nonnegative(),
  codec: z.string(),
  channels: z.int().positive(),
  sampleRate: z.int().positive(),
  startSeconds: z.number().nonnegative().optional().describe('after the start of the recording; absent: 0'),
});
export type Track = z.infer<typeof trackSchema>;

/** What one recording is. Times in seconds from its start. */
const recordingSchema = z.object({
  durationSeconds: z.number().nonnegative(),
  sizeBytes: z.int().nonnegative(),
  container: z.string().describe('mp4, mov, m4a, 3gp, or as ffmpeg names it: matroska, avi, mpegts, wav …'),
  startTimeSeconds: z.number().describe('time stamp of the first sound or picture; 0 in most files'),
  recordedOn: z.iso.date().optional().describe('the day that the file says; many say none'),
  video: z
    .object({
      streamIndex: z.int().nonnegative(),
      codec: z.string(),
      pixelFormat: z.string(),
      width: z.int().positive().describe('as stored, before rotation'),
      height: z.int().positive(),
      pixelAspect: z.number().positive().describe('width of a pixel by its height; 1 in most files'),
      rotation: z.number().describe('degrees clockwise, 0 to 359, by which a player turns the picture'),
      framesPerSecond: z.number().positive().nullable().describe('on average; null where the file does not say'),
      interlaced: z.boolean(),
      transfer: z.string().optional().describe('how brightness is written, as ffmpeg names it; many files do not say'),
    })
    .nullable(),
  audio: trackSchema.nullable().describe('the track that a player plays'),
  tracks: z
    .array(trackSchema)
    .optional()
    .describe('every sound track, in the order of the file; absent in older probes'),
});

/** A file, as the recording that it starts with says; its length is that of all. */
export const probeSchema = recordingSchema.extend({
  joined: z
    .array(
      z.object({
        startByte: z.int().nonnegative(),
        endByte: z.int().positive(),
        start: z.number().nonnegative().describe('seconds'),
        recording: recordingSchema,
      }),
    )
    .optional()
    .describe('the recordings in it, where several were put one behind the other'),
});
export type Probe = z.infer<typeof probeSchema>;

/** A recording that is a file of its own, or a part of one; `start` in seconds of the whole. */
export interface Recording {
  readonly source: MediaSource;
  readonly probe: Probe;
  readonly start: number;
}

/** The recordings in a file, in order: one in an ordinary file. */
export function recordingsIn(source: MediaSource, probe: Probe): Recording[] {
  return (
    probe.joined?.map(({ startByte, endByte, start, recording }) => ({
      source: source.stretch(startByte, endByte),
      probe: recording,
      start,
    })) ?? [{ source, probe, start: 0 }]
  );
}

/** Every sound track; of older probes, the one that they tell of. */
export function tracksOf({ tracks, audio }: Probe): readonly Track[] {
  return tracks ?? (audio === null ? [] : [audio]);
}

/** The longest recording that is taken, in seconds. */
export interface ProbeLimits {
  readonly maxDurationSeconds: number;
}

/** "30000/1001" as a number; null for "0/0" and nonsense. */
function rate(text: string | undefined): number | null {
  const [over = NaN, under = 1] = (text ?? '').split('/').map(Number);
  const value = over / under;
  return Number.isFinite(value) && value > 0 && value <= 1000 ? value : null;
}

/** "16:11" as a number; 1 for "0:1", which says that nobody knows, and for nonsense. */
function aspect(text: string | undefined): number {
  const [over = 1, under = 1] = (text ?? '').split(':').map(Number);
  const value = over / under;
  return value >= 0.1 && value <= 10 ? value : 1;
}

/** Players turn by the display matrix, which counts against the clock, or by the older tag, which counts with it. */
function rotationOf({ side_data_list: sides, tags }: ProbedStream): number {
  const matrix = sides?.find((side) => side.rotation !== undefined)?.rotation;
  const clockwise = matrix === undefined ? (tags?.rotate ?? 0) : -matrix;
  return (((Math.round(clockwise) % 360) + 360) % 360) + 0;
}

function videoOf(streams: readonly ProbedStream[]): Probe['video'] {
  const found = streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1);
  if (found === undefined || found.codec_name === undefined || !found.width || !found.height) return null;
  return {
    streamIndex: found.index,
    codec: found.codec_name,
    pixelFormat: found.pix_fmt ?? 'unknown',
    width: found.width,
    height: found.height,
    pixelAspect: aspect(found.sample_aspect_ratio),
    rotation: rotationOf(found),
    framesPerSecond: rate(found.avg_frame_rate) ?? rate(found.r_frame_rate),
    interlaced: /^[tb]{2}$/.test(found.field_order ?? ''),
    ...(found.color_transfer !== undefined && { transfer: found.color_transfer }),
  };
}

/** Every track of which is known what it is; the one that a player would play (marked as default, else the first). */
function soundOf({ streams, format }: Probed): { audio: Probe['audio']; tracks: Track[] } {
  const found = streams.flatMap((stream) => {
    if (stream.codec_type !== 'audio' || !stream.codec_name || !stream.channels || !stream.sample_rate) return [];
    const startSeconds = Math.max(0, (stream.start_time ?? 0) - (format.start_time ?? 0));
    const { index: streamIndex, codec_name: codec, channels, sample_rate: sampleRate } = stream;
    return [
      { track: { streamIndex, codec, channels, sampleRate, startSeconds }, played: stream.disposition?.default === 1 },
    ];
  });
  const audio = (found.find(({ played }) => played) ?? found[0])?.track ?? null;
  return { audio, tracks: found.map(({ track }) => track) };
}

function containerOf({ format_name: names, tags }: Probed['format']): string {
  const [first = names] = names.split(',');
  if (first !== 'mov') return first;
  const brand = tags?.major_brand?.toLowerCase();
  if (brand === undefined || brand.startsWith('qt')) return 'mov';
  if (brand.startsWith('m4a') || brand.startsWith('m4b')) return 'm4a';
  return brand.startsWith('3g') ? '3gp' : 'mp4';
}

// Streams without an index, whose length ffprobe only guesses from the bit rate at their start; and AVI, whose index
// may be missing.
const guessed = new Set(['aac', 'amr', 'mp3', 'avi']);
// Camcorders' and DVD recorders' files, whose length ffprobe takes from the first and the last time stamp. People join
// them by putting one behind the other.
const joinable = new Set(['mpegts', 'mpeg']);

/** How long a recording is that does not say so, by reading it to its end without decoding. */
async function measureDuration(source: MediaSource, bounds: RunBounds): Promise<number> {
  const stdout = await runFfmpeg({
    ...bounds,
    doing: 'measuring how long the video is',
    source,
    inputs: [fromSource(source)],
    outputs: [
      { target: '-', options: ['-map', '0:v?', '-map', '0:a?', '-c', 'copy', '-progress', 'pipe:1', '-f', 'null'] },
    ],
  });
  const [, hours = 0, minutes = 0, seconds = 0] =
    [...stdout.matchAll(/^out_time=(\d+):(\d+):([\d.]+)$/gm)].at(-1)?.map(Number) ?? [];
  return hours * 3600 + minutes * 60 + seconds;
}

function asProbe(source: MediaSource, probed: Probed): Probe {
  const { streams, format } = probed;
  return {
    durationSeconds: Math.max(0, format.duration ?? 0),
    sizeBytes: source.sizeBytes,
    container: containerOf(format),
    startTimeSeconds: format.start_time ?? 0,
    recordedOn: recordedDay(format.tags ?? {}),
    video: videoOf(streams),
    ...soundOf(probed),
  };
}

/** How long a stream is, from all that is in it, and which recordings. */
async function lookThrough(
  source: MediaSource,
  probe: Probe,
  { streams }: Probed,
  bounds: RunBounds,
): Promise<Pick<Probe, 'durationSeconds' | 'joined'>> {
  const used = [probe.video, ...(probe.tracks ?? [])].flatMap((stream) =>
    stream === null ? [] : [stream.streamIndex],
  );
  const pids = streams.flatMap(({ id }) => (id === undefined ? [] : [Number(id)]));
  const found = await findStretches(source, new Set(used), new Set(pids), bounds);
  if (found === null) return { durationSeconds: await measureDuration(source, bounds) };
  const joined: NonNullable<Probe['joined']> = [];
  let start = 0;
  for (const { start: startByte, endExclusive: endByte, durationSeconds } of found.length > 1 ? found : []) {
    await using stretch = source.stretch(startByte, endByte);
    const recording = { ...asProbe(stretch, await runFfprobe(stretch, bounds)), durationSeconds };
    joined.push({ startByte, endByte, start, recording });
    start += durationSeconds;
  }
  const durationSeconds = found.reduce((sum, stretch) => sum + stretch.durationSeconds, 0);
  return { durationSeconds, ...(joined.length > 0 && { joined }) };
}

/**
 * Looks at a file before anything is done with it: what it is, and whether it can be taken.
 * No sound, or no picture, is no failure: that part is null. Cover art is no picture.
 * @throws PermanentError 'file-empty', 'file-refused', 'file-truncated', 'not-a-video', 'too-many-streams', 'too-long'.
 */
export async function probeMedia(source: MediaSource, limits: ProbeLimits, bounds: RunBounds): Promise<Probe> {
  const head = await source.bytes(0, headBytes);
  checkHead(head);
  await checkBoxes((start, end) => source.bytes(start, end), source.sizeBytes);
  const probed = await runFfprobe(source, bounds);
  const { format } = probed;
  const probe = asProbe(source, probed);
  if (probe.video === null && probe.audio === null) {
    throw new PermanentError('not-a-video', 'The file holds neither a picture nor a sound that can be read.');
  }
  if (probe.video !== null && probe.video.width * probe.video.height > maxPixels) {
    const { width, height } = probe.video;
    throw new PermanentError(
      'file-refused',
      `Pictures of ${width} x ${height} are too large. Export it at 1080p or less.`,
    );
  }
  if (joinable.has(probe.container)) {
    Object.assign(probe, await lookThrough(source, probe, probed, bounds));
  } else if (format.duration === undefined || guessed.has(probe.container)) {
    probe.durationSeconds = await measureDuration(source, bounds);
  }
  if (probe.durationSeconds > limits.maxDurationSeconds) {
    throw new PermanentError(
      'too-long',
      `The recording lasts ${Math.round(probe.durationSeconds)} s; the limit is ${limits.maxDurationSeconds} s. Cut it into parts.`,
    );
  }
  return probe;
}
