import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { childEnvironment, pathOf } from './binaries.ts';
import type { MediaSource } from './blobSource.ts';
import { failureOf, type RunBounds, stopReason } from './failure.ts';
import { throwSourceFailure } from './ffmpeg.ts';
import { untrusted } from './inputs.ts';

const run = promisify(execFile);

const streamSchema = z.object({
  index: z.int().nonnegative(),
  id: z.string().optional(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  profile: z.union([z.string(), z.number()]).optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  pix_fmt: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  color_transfer: z.string().optional(),
  field_order: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  channels: z.int().optional(),
  sample_rate: z.coerce.number().optional(),
  start_time: z.coerce.number().optional().catch(undefined),
  disposition: z.object({ default: z.int(), attached_pic: z.int() }).partial().optional(),
  tags: z
    .object({ rotate: z.coerce.number().catch(0) })
    .partial()
    .optional(),
  side_data_list: z.array(z.object({ rotation: z.coerce.number().optional() })).optional(),
});
export type ProbedStream = z.infer<typeof streamSchema>;

const answerSchema = z.object({
  streams: z.array(streamSchema),
  format: z.object({
    format_name: z.string(),
    duration: z.coerce.number().optional(),
    start_time: z.coerce.number().optional(),
    tags: z
      .object({
        major_brand: z.string(),
        creation_time: z.string(),
        'com.apple.quicktime.creationdate': z.string(),
      })
      .partial()
      .optional(),
  }),
});
export type Probed = z.infer<typeof answerSchema>;

// Only what is used: tags and side data hold whatever the uploader put there.
const entries = [
  'stream=index,id,codec_type,codec_name,profile,width,height,sample_aspect_ratio,pix_fmt,color_transfer,field_order,avg_frame_rate,r_frame_rate,channels,sample_rate,start_time',
  'stream_disposition=default,attached_pic',
  'stream_tags=rotate',
  'stream_side_data=rotation',
  'format=format_name,duration,start_time',
  'format_tags=major_brand',
].join(':');
// Nothing bounds how long a tag is, and no recording is to be refused for its date.
const withDates = `${entries},creation_time,com.apple.quicktime.creationdate`;

const doing = 'looking at the video';

/** How execFile rejects. */
const badEndSchema = z.object({
  signal: z.string().nullish(),
  stderr: z.string().default(''),
  killed: z.boolean().default(false),
  code: z.unknown().optional(),
});

/**
 * What ffprobe says of a file. It is run without fluent-ffmpeg, which gives an ffprobe neither time limit nor bounds.
 * @throws PermanentError | TransientError; the signal's reason after an abort.
 */
export async function runFfprobe(source: MediaSource, bounds: RunBounds): Promise<Probed> {
  return (await ask(source, withDates, bounds)) ?? (await ask(source, entries, bounds)) ?? tooMuch();
}

function tooMuch(): never {
  throw new PermanentError('file-refused', 'What the file says of itself is too long. Export it again.');
}

/** Null where the answer is longer than is taken. */
async function ask(source: MediaSource, entries: string, bounds: RunBounds): Promise<Probed | null> {
  bounds.signal.throwIfAborted();
  const path = await pathOf('ffprobe');
  try {
    const { stdout } = await run(
      path,
      ['-v', 'error', ...untrusted, '-print_format', 'json', '-show_entries', entries, source.url],
      {
        signal: bounds.signal,
        timeout: Math.ceil(bounds.timeLimitSeconds * 1000),
        killSignal: 'SIGKILL',
        maxBuffer: 4 * 1024 * 1024,
        windowsHide: true,
        env: childEnvironment(),
      },
    );
    throwSourceFailure(source);
    return answerSchema.parse(JSON.parse(stdout));
  } catch (error) {
    throwSourceFailure(source);
    const { signal = null, stderr, killed, code } = badEndSchema.parse(error);
    if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return null;
    if (killed || bounds.signal.aborted) throw stopReason(bounds, doing);
    throw failureOf({ program: 'ffprobe', doing, signal, stderr });
  }
}

/** A packet of a stream as it lies in the file: when it is there for, in seconds, and where, in bytes. */
export interface Packet {
  readonly streamIndex: number;
  /** When it is decoded: that runs on steadily. */
  readonly decoded: number;
  readonly shown: number;
  readonly durationSeconds: number;
  readonly position: number;
}

const packetEntries = 'packet=stream_index,pts_time,dts_time,duration_time,pos';

/** Null for a packet that says no time or place. */
function packetOf(line: string): Packet | null {
  const said = new Map(line.split('|').map((field) => field.split('=', 2) as [string, string | undefined]));
  const number = (name: string) => Number.parseFloat(said.get(name) ?? '');
  const [dts, pts] = [number('dts_time'), number('pts_time')];
  const packet = {
    streamIndex: number('stream_index'),
    decoded: Number.isNaN(dts) ? pts : dts,
    shown: Number.isNaN(pts) ? dts : pts,
    durationSeconds: number('duration_time') || 0,
    position: number('pos'),
  };
  return Number.isNaN(packet.streamIndex + packet.decoded + packet.position) ? null : packet;
}

const keptOfStderr = 4000;

/**
 * Reads a file to its end, without decoding it, and shows each packet.
 * @throws PermanentError | TransientError; the signal's reason after an abort.
 */
export async function runOverPackets(
  source: MediaSource,
  bounds: RunBounds,
  take: (packet: Packet) => void,
): Promise<void> {
  bounds.signal.throwIfAborted();
  const path = await pathOf('ffprobe');
  const timeUp = AbortSignal.timeout(Math.ceil(bounds.timeLimitSeconds * 1000));
  const stop = AbortSignal.any([bounds.signal, timeUp]);
  const args = [
    '-v',
    'error',
    ...untrusted,
    '-print_format',
    'compact=p=0',
    '-show_entries',
    packetEntries,
    source.url,
  ];
  const child = spawn(path, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    env: childEnvironment(),
    signal: stop,
    killSignal: 'SIGKILL',
  });
  let stderr = '';
  child.stderr.on('data', (said: Buffer) => {
    stderr = (stderr + said.toString()).slice(-keptOfStderr);
  });
  const read = async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const packet = packetOf(line);
      if (packet !== null) take(packet);
    }
  };
  try {
    const [ended] = await Promise.all([once(child, 'close'), read()]);
    const [code, signal]: (number | string | null)[] = ended;
    throwSourceFailure(source);
    if (code !== 0)
      throw failureOf({ program: 'ffprobe', doing, signal: typeof signal === 'string' ? signal : null, stderr });
  } catch (error) {
    throwSourceFailure(source);
    if (stop.aborted) throw stopReason(bounds, doing);
    throw error;
  }
}
