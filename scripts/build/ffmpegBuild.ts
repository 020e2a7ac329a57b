import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { glob, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type FfmpegVersion, readVersion } from '../../shared/media/ffmpegAge.ts';

const run = promisify(execFile);
const mostBytes = 500e6;
const mostMilliseconds = 300_000;

/** A build of ffmpeg that ran here. */
export interface FfmpegBuild extends FfmpegVersion {
  /** Where `ffmpeg` and `ffprobe` are, and `lib` with libraries of theirs where they have some. */
  readonly folder: string;
  readonly licence: string;
}

/**
 * Fetches an archive of a build, looks that it is the one that was meant before anything of it is unpacked, and tries it.
 * @param sha256 the archive's, in hexadecimal digits
 * @param into an empty folder
 * @throws Error that says what is wrong: the address, the hash, the archive, or a program that does not run here.
 */
export async function fetchBuild(address: string, sha256: string, into: string): Promise<FfmpegBuild> {
  const archive = join(into, 'archive');
  const found = await download(address, archive);
  if (found !== sha256.toLowerCase())
    throw new Error(`${address} has the SHA-256 ${found}, not ${sha256}. Nothing of it was unpacked.`);
  const unpacked = join(into, 'unpacked');
  await mkdir(unpacked);
  await run('tar', ['-xf', archive, '-C', unpacked, '--no-same-owner']);
  for await (const file of glob('**/ffmpeg', { cwd: unpacked })) {
    const folder = dirname(join(unpacked, file));
    if (existsSync(join(folder, 'ffprobe'))) return tryBuild(folder);
  }
  throw new Error(`${address} holds no folder with ffmpeg and ffprobe in it.`);
}

/**
 * Runs a build once: what it says of itself, and whether it encodes and decodes a moment of sound.
 * @throws Error when it does not run here, or may not be passed on.
 */
export async function tryBuild(folder: string): Promise<FfmpegBuild> {
  const libraries = join(folder, 'lib');
  const env = { GCONV_PATH: '', ...(existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {}) };
  const started = async (program: string, args: readonly string[]) => {
    try {
      return (await run(join(folder, program), args, { timeout: 60_000, env })).stdout;
    } catch (error) {
      const why = error instanceof Error ? error.message.trim().split('\n').slice(-1)[0] : String(error);
      throw new Error(`The ${program} that was to be packed does not run here: ${why}`, { cause: error });
    }
  };
  const text = await started('ffmpeg', ['-version']);
  await started('ffprobe', ['-version']);
  const sound = join(folder, 'tried.flac');
  await started('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'sine=duration=0.2', sound]);
  await started('ffprobe', ['-v', 'error', sound]);
  await started('ffmpeg', ['-v', 'error', '-i', sound, '-f', 'null', '-']);
  const version = readVersion(text);
  if (version === null) throw new Error('The ffmpeg that was to be packed does not say its version.');
  if (text.includes('--enable-nonfree')) throw new Error('This build of ffmpeg may not be passed on (nonfree).');
  return { ...version, folder, licence: licenceOf(text) };
}

/** By how it was configured: ffmpeg's LICENSE.md. */
function licenceOf(text: string): string {
  const three = text.includes('--enable-version3');
  if (text.includes('--enable-gpl')) return three ? 'GPL-3.0-or-later' : 'GPL-2.0-or-later';
  return three ? 'LGPL-3.0-or-later' : 'LGPL-2.1-or-later';
}

/** @returns the SHA-256 of what came */
async function download(address: string, file: string): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(address, { signal: AbortSignal.timeout(mostMilliseconds) });
  } catch (error) {
    throw new Error(`${address} cannot be reached.`, { cause: error });
  }
  if (!answer.ok || answer.body === null) throw new Error(`${address} answers ${answer.status}.`);
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > mostBytes ? new Error(`${address} gives more than ${mostBytes / 1e6} MB.`) : null, chunk);
    },
  });
  await pipeline(answer.body, count, createWriteStream(file));
  return hash.digest('hex');
}
