import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { childEnvironment, pathOf } from './binaries.ts';

const run = promisify(execFile);

// Beside the programs of the deployed package, written by npm run package; this file is bundled into chunks/ there.
const packaged = fileURLToPath(new URL('../bin/ffmpeg.json', import.meta.url));
const packagedSchema = z.object({ version: z.string(), year: z.int() });

/** Faults of decoders are found and mended every year; two years of that are too many to go without. */
const oldAfterYears = 2;

/** Which build of ffmpeg it is: its own name for it, and the year of its newest source. */
export interface FfmpegVersion {
  readonly version: string;
  readonly year: number;
}

/**
 * Reads what `ffmpeg -version` says. Builds name themselves as they like, but all say whose and of when the source is.
 * @returns null when it says neither.
 */
export function readVersion(text: string): FfmpegVersion | null {
  const [, version, year] = /^ff\w+ version (\S+) .*Copyright \(c\) (?:\d{4}-)?(\d{4})/m.exec(text) ?? [];
  return version === undefined ? null : { version, year: Number(year) };
}

/** Whether a build is too old to decode strangers' files with. */
export function isOld({ year }: FfmpegVersion, today: Date): boolean {
  return today.getUTCFullYear() - year > oldAfterYears;
}

/**
 * The build of ffmpeg that this process uses. In a deployed package that is written down beside it, so that an instance
 * which decodes nothing need not copy and start it.
 * @returns null when the build does not say.
 * @throws PermanentError 'internal' when there is no ffmpeg that runs.
 */
export async function ffmpegVersion(): Promise<FfmpegVersion | null> {
  if ((process.env.FFMPEG_PATH ?? '') === '') {
    try {
      return packagedSchema.parse(JSON.parse(await readFile(packaged, 'utf8')));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  const { stdout } = await run(await pathOf('ffmpeg'), ['-version'], {
    timeout: 20_000,
    windowsHide: true,
    env: childEnvironment(),
  });
  return readVersion(stdout);
}
