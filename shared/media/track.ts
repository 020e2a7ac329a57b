import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Span } from '../lessons/transcript.ts';
import type { MediaSource } from './blobSource.ts';
import { ChannelMix, pcmOf } from './channelMix.ts';
import { type RunBounds, untilDeadline } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { blockSamples, GainSharing } from './gainSharing.ts';
import { fromSource } from './inputs.ts';
import { LevelMeter, sampleRate } from './levels.ts';
import { type Probe, recordingsIn, type Track, tracksOf } from './probe.ts';

/** Mono sound as raw samples in a file (16 kHz, 16 bits), and how loud it is, in dB a frame of 10 ms. */
export interface RawSound {
  readonly file: string;
  readonly seconds: number;
  readonly levels: Float32Array;
}

interface DecodeOptions extends RunBounds {
  /** Not more than one second beyond this is decoded. */
  readonly maxDurationSeconds: number;
  /** What nobody is to hear; seconds of the video. */
  readonly muted?: readonly Span[];
}

// ffmpeg knows what to do with a change of channels up to here; beyond, layouts have no names.
const namedChannels = 8;

/**
 * Decodes one sound track, its channels mixed so that none is lost. Times are the video's: a track that starts late is
 * led by silence, gaps are filled. Where recordings were joined, the same track of each.
 * @param at which track, in the order of the file
 * @throws as `runFfmpeg`
 */
export async function decodeTrack(
  source: MediaSource,
  probe: Probe,
  at: number,
  file: string,
  { maxDurationSeconds, muted = [], ...options }: DecodeOptions,
): Promise<RawSound> {
  const raw = new RawWriter(file, muted);
  const bounds = untilDeadline(options);
  const most = maxDurationSeconds + 1;
  try {
    for (const { source: own, probe: recording, start } of recordingsIn(source, probe)) {
      const track = tracksOf(recording)[at];
      if (track === undefined || start > most) continue;
      const begin = start + (track.startSeconds ?? 0);
      const end = probe.joined === undefined ? most : Math.min(most, start + recording.durationSeconds);
      // Not by the filter's first_pts: it leads with silence again when the channels change in the middle.
      await raw.silenceUntil(Math.min(begin, most));
      const mix = new ChannelMix(track.channels);
      const write = (bytes: Buffer) => raw.add(mix.add(bytes));
      if (end > begin) await decode(own, track, { ...bounds(), seconds: end - begin, write });
      await raw.add(mix.finish());
    }
  } finally {
    await raw.close();
  }
  return raw.sound();
}

interface Decoding extends RunBounds {
  readonly seconds: number;
  readonly write: (bytes: Buffer) => Promise<void>;
}

async function decode(source: MediaSource, track: Track, { seconds, write, ...bounds }: Decoding): Promise<void> {
  const channels = track.channels <= namedChannels ? ['-ac', String(track.channels)] : [];
  await runFfmpeg({
    ...bounds,
    doing: 'taking the sound out of the video',
    source,
    inputs: [fromSource(source)],
    // async=1 fills gaps in the time stamps with silence.
    filter: `[0:${track.streamIndex}]aresample=${sampleRate}:async=1,aformat=sample_fmts=s16:sample_rates=${sampleRate}[sound]`,
    outputs: [
      {
        target: sinkOf(write),
        options: ['-map', '[sound]', '-t', seconds.toFixed(6), ...channels, '-c:a', 'pcm_s16le', '-f', 's16le'],
      },
    ],
  });
}

/** Feeds what ffmpeg writes; never closes by itself, for fluent-ffmpeg takes a closed stream for a failure. */
function sinkOf(add: (bytes: Buffer) => Promise<void>): Writable {
  return new Writable({
    autoDestroy: false,
    emitClose: false,
    write(bytes: Buffer, _encoding, taken) {
      add(bytes).then(() => taken(), taken);
    },
  });
}

/** Mixes tracks to one, as `GainSharing` does; it lasts as long as the longest. */
export async function mixTracks(tracks: readonly RawSound[], file: string): Promise<RawSound> {
  const raw = new RawWriter(file);
  const mixer = new GainSharing();
  const files = await Promise.all(tracks.map((track) => open(track.file)));
  try {
    for (;;) {
      const blocks = await Promise.all(files.map(readBlock));
      const longest = Math.max(...blocks.map(({ length }) => length));
      if (longest === 0) break;
      await raw.add(
        pcmOf(
          mixer.mix(
            blocks.map((block) => {
              const padded = new Float32Array(longest);
              padded.set(block);
              return padded;
            }),
          ),
        ),
      );
    }
  } finally {
    await Promise.all(files.map((handle) => handle.close()));
    await raw.close();
  }
  return raw.sound();
}

async function readBlock(handle: FileHandle): Promise<Float32Array> {
  const bytes = Buffer.alloc(2 * blockSamples);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, null);
    filled += bytesRead;
    if (bytesRead === 0 || filled === bytes.length) break;
  }
  return Float32Array.from({ length: filled >> 1 }, (_, at) => bytes.readInt16LE(2 * at));
}

/** Puts silence where stretches are muted. @param from the time of the first sample, in seconds */
function silence(samples: Buffer, from: number, muted: readonly Span[]): void {
  const at = (seconds: number) => Math.min(samples.length, Math.max(0, 2 * Math.round((seconds - from) * sampleRate)));
  for (const { start, end } of muted) samples.fill(0, at(start), Math.max(at(start), at(end)));
}

/** Writes samples to a file and measures them on the way. */
class RawWriter {
  readonly #file: string;
  readonly #stream;
  readonly #meter = new LevelMeter();

  readonly #muted: readonly Span[];

  /** @param muted stretches in which there is silence, whatever is written; seconds */
  constructor(file: string, muted: readonly Span[] = []) {
    this.#file = file;
    this.#muted = muted;
    this.#stream = createWriteStream(file);
  }

  async add(samples: Buffer): Promise<void> {
    if (samples.length === 0) return;
    silence(samples, this.#meter.seconds, this.#muted);
    this.#meter.add(samples);
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(samples, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Fills up with silence where less was written. */
  async silenceUntil(seconds: number): Promise<void> {
    let left = Math.round((seconds - this.#meter.seconds) * sampleRate);
    for (; left > 0; left -= sampleRate) await this.add(Buffer.alloc(2 * Math.min(left, sampleRate)));
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream);
  }

  sound(): RawSound {
    return { file: this.#file, seconds: this.#meter.seconds, levels: this.#meter.finish() };
  }
}
