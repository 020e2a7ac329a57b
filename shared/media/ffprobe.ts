import { execFile } from 'node:child_process';
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
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  profile: z.union([z.string(), z.number()]).optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  pix_fmt: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
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
  'stream=index,codec_type,codec_name,profile,width,height,sample_aspect_ratio,pix_fmt,field_order,avg_frame_rate,r_frame_rate,channels,sample_rate,start_time',
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
