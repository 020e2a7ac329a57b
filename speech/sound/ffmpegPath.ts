import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/** No ffmpeg is to be found; the message says where it was looked for. */
export class FfmpegMissingError extends Error {
  override readonly name = 'FfmpegMissingError';
}

const runs = (command: string) => spawnSync(command, ['-version'], { stdio: 'ignore' }).status === 0;

/**
 * The ffmpeg to run: FFMPEG_PATH, else `ffmpeg` on the PATH, else the one of `@ffmpeg-installer/ffmpeg`.
 * Throws FfmpegMissingError when none of them runs, or when FFMPEG_PATH is set and does not.
 */
export function findFfmpeg(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.FFMPEG_PATH;
  if (named !== undefined && named !== '') {
    if (runs(named)) return named;
    throw new FfmpegMissingError(`FFMPEG_PATH is "${named}", and that does not run as ffmpeg.`);
  }
  if (runs('ffmpeg')) return 'ffmpeg';
  try {
    // The package exports { path } and has no types of its own.
    const installed = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };
    if (runs(installed.path)) return installed.path;
  } catch (error) {
    throw new FfmpegMissingError('No ffmpeg: install it, set FFMPEG_PATH, or run "npm ci" with optional packages.', {
      cause: error,
    });
  }
  throw new FfmpegMissingError(
    'The ffmpeg of @ffmpeg-installer/ffmpeg does not run here: install ffmpeg or set FFMPEG_PATH.',
  );
}
