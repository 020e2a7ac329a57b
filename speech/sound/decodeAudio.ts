import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { sampleRate } from './audioFormat.ts';
import { withSoundFolder } from './soundFolder.ts';

/** The bytes are no sound that can be read, or more of it than is taken. The message is for whoever sent them. */
export class UndecodableAudioError extends Error {
  override readonly name = 'UndecodableAudioError';
}

export interface DecodeLimits {
  /** Longer sound is refused: 25 MB of speech at a low bit rate may be many hours. */
  readonly maxSeconds: number;
  /** A decoder that is not done by then is ended. */
  readonly timeoutSeconds: number;
}

export const defaultDecodeLimits: DecodeLimits = { maxSeconds: 2 * 3600, timeoutSeconds: 120 };

/** Sound containers only. Playlists, image sequences and the like open other files or addresses, so they are left out. */
const containers = 'wav,w64,aiff,flac,mp3,aac,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,amr,caf';

function decoderArguments(input: string, maxSeconds: number): string[] {
  const quiet = ['-hide_banner', '-nostdin', '-v', 'error'];
  const safe = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', containers];
  const onlyFirstSound = ['-map', '0:a:0', '-vn', '-sn', '-dn'];
  // one second over the limit tells a longer sound from one of just that length
  const raw = ['-t', String(maxSeconds + 1), '-ac', '1', '-ar', String(sampleRate), '-f', 'f32le', 'pipe:1'];
  return [...quiet, ...safe, '-i', `file:${input}`, ...onlyFirstSound, ...raw];
}

async function run(ffmpeg: string, input: string, limits: DecodeLimits, signal?: AbortSignal): Promise<Float32Array> {
  const timeout = AbortSignal.timeout(limits.timeoutSeconds * 1000);
  const child = spawn(ffmpeg, decoderArguments(input, limits.maxSeconds), { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  const signals = signal === undefined ? [timeout] : [timeout, signal];
  const ended = AbortSignal.any(signals);
  ended.addEventListener('abort', end, { once: true });
  try {
    const closed = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    const [code, complaint] = await Promise.all([closed, text(child.stderr)]);
    signal?.throwIfAborted();
    if (timeout.aborted) {
      throw new UndecodableAudioError(`The audio could not be decoded within ${limits.timeoutSeconds} seconds.`);
    }
    const bytes = Buffer.concat(parts);
    const samples = new Float32Array(Math.floor(bytes.length / 4));
    new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.byteLength));
    if (code !== 0 || samples.length === 0) {
      const noSound = /matches no streams|does not contain any stream/.test(complaint);
      throw new UndecodableAudioError(
        noSound
          ? 'The file has no audio track.'
          : 'The audio file could not be decoded. Send flac, m4a, mp3, mp4, mpeg, mpga, oga, ogg, wav or webm.',
      );
    }
    if (samples.length > limits.maxSeconds * sampleRate) {
      throw new UndecodableAudioError(`The audio is longer than ${limits.maxSeconds} seconds. Send it in parts.`);
    }
    return samples;
  } finally {
    ended.removeEventListener('abort', end);
  }
}

/**
 * Decodes a sound file of any usual format to 16 kHz mono, -1 to 1.
 * Throws UndecodableAudioError when it is none, and the signal's reason when aborted.
 */
export async function decodeAudio(
  file: Uint8Array,
  ffmpeg: string,
  limits: DecodeLimits = defaultDecodeLimits,
  signal?: AbortSignal,
): Promise<Float32Array> {
  if (file.length === 0) throw new UndecodableAudioError('The audio file is empty.');
  // A file and not a pipe, because the index of an m4a may lie at its end; a folder of its own, so nobody else reads it.
  return withSoundFolder(async (folder) => {
    const input = path.join(folder, 'sound');
    await writeFile(input, file, { mode: 0o600 });
    return run(ffmpeg, input, limits, signal);
  });
}
