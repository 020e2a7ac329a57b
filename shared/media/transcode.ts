import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { type Span, spanSchema } from '../lessons/transcript.ts';
import { hasFilters } from './binaries.ts';
import type { MediaSource } from './blobSource.ts';
import type { RunBounds } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fromSource } from './inputs.ts';
import { mutingFilter } from './mute.ts';
import { fitted, frameRateOf, shownSize } from './picture.ts';
import { type Probe, recordingsIn } from './probe.ts';

type Video = NonNullable<Probe['video']>;

/** What has to be done so that any browser plays a recording: nothing, another container, or all of it anew. */
export type TranscodePlan = 'leave' | 'remux' | 'encode';

/** A stretch of the picture that is encoded by itself. */
export const pieceSchema = spanSchema.extend({ index: z.int().nonnegative() });
export type Piece = z.infer<typeof pieceSchema>;

// Containers whose H.264 can be copied as it is. Not AVI: it has no time stamps for reordered frames.
const copied = new Set(['mp4', 'mov', 'm4a', '3gp', 'matroska', 'mpegts', 'flv']);
// Sounds that browsers play as a file by themselves. Not MP3: where the bit rate varies, browsers guess where a moment
// lies and miss it by many seconds.
const playable = new Set(['m4a aac', 'mp4 aac', 'wav pcm_s16le', 'flac flac']);
// 4:2:0 at eight bits is all that hardware decoders and browsers share.
const pixelFormats = new Set(['yuv420p', 'yuvj420p']);
// A copy is as large as its source and lies on disk before it is stored, where there may be less than a gigabyte for
// all that runs. What is encoded is small, and comes in pieces.
const mostCopiedBytes = 300_000_000;

/**
 * Decides by what a file is, not by its name.
 * @param muted stretches that are not given out
 */
export function planTranscode(probe: Probe, muted: readonly Span[] = []): TranscodePlan {
  const plan = plannedOf(probe);
  if (plan !== 'leave' || muted.length === 0) return plan;
  return probe.video !== null && probe.sizeBytes > mostCopiedBytes ? 'encode' : 'remux';
}

function plannedOf(probe: Probe): TranscodePlan {
  const { video, audio, container } = probe;
  if (video === null)
    return probe.joined === undefined && playable.has(`${container} ${audio?.codec}`) ? 'leave' : 'remux';
  if (probe.joined !== undefined) return 'encode';
  const { width, height } = shownSize(video);
  const fits = Math.max(width, height) <= 1920 && Math.min(width, height) <= 1088;
  const right = video.codec === 'h264' && pixelFormats.has(video.pixelFormat) && !video.interlaced && fits;
  if (!right || !copied.has(container)) return 'encode';
  // A player counts from the file's own zero, the transcript from the first sound or picture.
  const aligned = Math.abs(probe.startTimeSeconds) < 0.05;
  if (container === 'mp4' && aligned && (audio === null || audio.codec === 'aac')) return 'leave';
  return probe.sizeBytes > mostCopiedBytes ? 'encode' : 'remux';
}

// Decoding 4K at 60 frames takes eight times as long as 1080p at 30, and twice that where there are ten bits to each.
const ordinaryPixels = 1920 * 1080 * 30;
const shortestPieceSeconds = 20;

/** How many times as much work a source is as 1080p at 30 frames a second; 1 at least. */
function effort({ width, height, framesPerSecond, pixelFormat }: Video): number {
  const deep = /p1[0-6]/.test(pixelFormat) ? 2 : 1;
  return Math.max(1, (deep * width * height * (framesPerSecond ?? 30)) / ordinaryPixels);
}

/**
 * Cuts a recording into pieces that are encoded one by one, each within an activity's ten minutes.
 * Heavy sources get shorter ones; none goes on from one joined recording into the next.
 * They end between two frames of the encoded picture, so that they join without a seam.
 */
export function transcodePieces(probe: Probe, pieceSeconds = 240): Piece[] {
  const { over, under } = probe.video === null ? { over: 1, under: 1 } : frameRateOf(probe.video);
  const heavy = probe.video === null ? 1 : effort(probe.video);
  const wanted = Math.max(pieceSeconds / heavy, Math.min(pieceSeconds, shortestPieceSeconds));
  const frames = Math.max(1, Math.round((wanted * over) / under));
  const length = (frames * under) / over;
  const recordings = probe.joined ?? [{ start: 0, recording: probe }];
  return recordings
    .flatMap(({ start, recording: { durationSeconds } }) => {
      // A rest of up to a tenth goes to the piece before it.
      const count = Math.max(1, Math.ceil(durationSeconds / length - 0.1));
      return Array.from({ length: count }, (_, at) => ({
        start: start + at * length,
        end: start + (at === count - 1 ? Math.max(durationSeconds, at * length) : (at + 1) * length),
      }));
    })
    .map((piece, index) => ({ index, ...piece }));
}

/** Nothing of the uploader's: phones write where they were. */
const anonymous = ['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'];
const soundRate = 48_000;

// Files with an index are entered at the key frame before a piece. Others land anywhere, up to a key frame too late;
// there we start early.
const indexed = new Set(['mp4', 'mov', 'm4a', '3gp', 'matroska', 'avi']);
const earlySeconds = 12;

// How phones write pictures that are brighter than screens were: HLG and PQ.
const bright = new Set(['arib-std-b67', 'smpte2084']);
export const isBright = (video: Video | null): boolean => video !== null && bright.has(video.transfer ?? '');

// To linear light, to the colours of ordinary screens, what is too bright bent down, and back.
const toneMapping =
  'zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,tonemap=tonemap=hable:desat=0,' +
  'zscale=transfer=bt709:matrix=bt709:range=tv,format=yuv420p,';
const ordinary = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];
const asItWas = ({ transfer = '' }: Video) => [
  ...['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc'],
];

/** What a filter of a piece is told; seconds. */
interface Cut {
  /** Bright pictures are mapped to what ordinary screens show. */
  readonly mapped: boolean;
  readonly length: number;
  /** How much of the input lies before the piece. */
  readonly early: number;
}

/**
 * The filter of a piece's picture. It is laid on black of exactly the piece's length and rate, each frame until the next
 * one comes: also where a screen stands still for minutes, where the piece begins between two frames, and where the
 * picture has ended. A picture that turns in the middle is fitted into the size that it had at first.
 * @param shown the whole file's picture, which says size and rate
 * @param own the recording's that the piece is of; null where it has none
 */
function pictureFilter(shown: Video, own: Video | null, { length, early, mapped }: Cut): string {
  const { over, under } = frameRateOf(shown);
  const { width, height } = fitted(shown, 1280, 720);
  const black = `color=black:size=${width}x${height}:rate=${over}/${under}:duration=${(length + 1).toFixed(6)},setsar=1`;
  if (own === null) return `${black},format=yuv420p[picture]`;
  return (
    `[0:${own.streamIndex}]${own.interlaced ? 'yadif,' : ''}` +
    `scale=${width}:${height}:force_original_aspect_ratio=decrease,${mapped ? toneMapping : ''}setsar=1,` +
    // Half a frame earlier, so that each counts for the frame of the steady rate to which it is nearest.
    `setpts=PTS-(${early}+${under}/${2 * over})/TB[taken];${black}[black];` +
    '[black][taken]overlay=x=(W-w)/2:y=(H-h)/2:eof_action=repeat,format=yuv420p[picture]'
  );
}

/** The filter of a piece's sound, of exactly its length. Null where the file has none. */
function soundFilter(played: Probe['audio'], own: Probe['audio'], { length, early }: Cut): string | null {
  if (played === null) return null;
  const samples = Math.round(length * soundRate);
  const layout = played.channels === 1 ? 'mono' : 'stereo';
  const form = `aformat=sample_fmts=s16p:sample_rates=${soundRate}:channel_layouts=${layout}`;
  const exact = `apad=whole_len=${samples},atrim=end_sample=${samples}[sound]`;
  if (own === null) return `anullsrc=sample_rate=${soundRate}:channel_layout=${layout},${form},${exact}`;
  const taken = `aresample=${soundRate}:async=1`;
  return `[0:${own.streamIndex}]asetpts=PTS-${early}/TB,${taken},atrim=start=0,${taken}:first_pts=0,${form},${exact}`;
}

// Not cut to the moment: the frame that is shown at the start of a piece is one from before it. Nor is the filter built
// anew when the picture's size changes, as it would begin again at zero.
const entered = (start: number) => ['-ss', start.toFixed(6), '-noaccurate_seek', '-reinit_filter:v', '0'];

/**
 * Encodes one piece: H.264 at a steady frame rate, 720p at most, upright, with lossless sound of exactly its
 * length. Made to be joined by `joinPieces`, which compresses the sound in one go: AAC adds a moment of silence at the
 * start of every file, and a lesson of twenty would drift and click.
 * @param outFile where to write, ending in .mov
 * @throws PermanentError | TransientError as `runFfmpeg`; 'not-a-video' when there is no picture.
 */
export async function encodePiece(
  source: MediaSource,
  probe: Probe,
  piece: Piece,
  outFile: string,
  bounds: RunBounds,
): Promise<void> {
  if (probe.video === null) throw new PermanentError('not-a-video', 'There is no picture to encode.');
  const recording = recordingsIn(source, probe).findLast(({ start }) => start <= piece.start);
  if (recording === undefined) throw new RangeError(`No recording begins before ${piece.start} s.`);
  const { over, under } = frameRateOf(probe.video);
  const own = recording.probe;
  const begin = piece.start - recording.start;
  const hdr = isBright(own.video);
  const cut = {
    mapped: hdr && (await hasFilters('zscale', 'tonemap')),
    length: piece.end - piece.start,
    early: indexed.has(own.container) ? 0 : Math.min(begin, earlySeconds),
  };
  const sound = soundFilter(probe.audio, own.audio, cut);
  const picture = pictureFilter(probe.video, own.video, cut);
  await runFfmpeg({
    ...bounds,
    doing: 'encoding the picture',
    source,
    inputs: [fromSource(recording.source, ...entered(begin - cut.early))],
    filter: sound === null ? picture : `${picture};${sound}`,
    outputs: [
      {
        target: outFile,
        options: [
          ...['-map', '[picture]', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-profile:v', 'high'],
          // A picture full of noise would otherwise become larger than it was.
          ...['-maxrate', '3M', '-bufsize', '6M'],
          ...(own.video === null || !hdr ? [] : cut.mapped ? ordinary : asItWas(own.video)),
          ...['-g', String(Math.ceil((2 * over) / under)), '-t', cut.length.toFixed(6)],
          ...(sound === null ? [] : ['-map', '[sound]', '-c:a', 'alac']),
          ...anonymous,
          ...['-f', 'mov'],
        ],
      },
    ],
  });
}

interface RemuxOptions extends RunBounds {
  /** Sound that is not AAC is encoded in every case; `damaged` sound is, too. */
  readonly damaged?: boolean;
  /** Stretches in which the sound is silent. */
  readonly muted?: readonly Span[];
}

/**
 * Puts a recording into an MP4 for browsers without touching its picture.
 * @throws PermanentError | TransientError as `runFfmpeg`.
 */
export async function remux(
  source: MediaSource,
  probe: Probe,
  outFile: string,
  { damaged = false, muted = [], ...bounds }: RemuxOptions,
): Promise<void> {
  const { video, audio } = probe;
  await runFfmpeg({
    ...bounds,
    doing: 'making an MP4 of the video',
    source,
    inputs: [fromSource(source)],
    outputs: [
      {
        target: outFile,
        options: [
          ...(video === null ? [] : ['-map', `0:${video.streamIndex}`, '-c:v', 'copy']),
          ...(audio === null ? [] : ['-map', `0:${audio.streamIndex}`, ...soundOptions(probe, damaged, muted)]),
          ...anonymous,
          ...['-movflags', '+faststart', '-f', 'mp4'],
        ],
      },
    ],
  });
}

function soundOptions({ audio }: Probe, damaged: boolean, muted: readonly Span[]): string[] {
  const muting = mutingFilter(muted);
  if (audio?.codec === 'aac' && !damaged && muting === undefined) return ['-c:a', 'copy'];
  const filters = ['aresample=async=1', ...(muting === undefined ? [] : [muting])];
  return ['-af', filters.join(','), '-c:a', 'aac', '-b:a', '96k', '-ac', audio?.channels === 1 ? '1' : '2'];
}
