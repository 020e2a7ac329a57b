import { execFile } from 'node:child_process';
import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pathOf } from '../../shared/media/binaries.ts';
import { ffmpeg } from '../../testing/media.ts';

const run = promisify(execFile);
const sample = resolve('samples/lesson.mp4');

/** Programs in the places of ffmpeg and ffprobe that decode nothing and answer every run with the same output. */
export interface StandIn {
  /** Settings that put them there. */
  readonly settings: Readonly<Record<'FFMPEG_PATH' | 'FFPROBE_PATH', string>>;
  /** A small video, whole and real: what is uploaded is still looked at byte by byte. */
  readonly video: string;
}

/**
 * Lays the stand-ins into a folder, with what the real programs say of the first `seconds` of the sample lesson.
 * They are shell scripts, for a Node process each time would cost more than all that is measured; so not on Windows.
 */
export async function layStandIn(folder: string, seconds: number): Promise<StandIn> {
  const at = (name: string) => join(folder, name);
  const cut = at('cut.mp4');
  await ffmpeg('-i', sample, '-t', String(seconds), '-c', 'copy', cut);
  await ffmpeg('-i', sample, '-t', '1', '-c', 'copy', at('video.mp4'));
  await ffmpeg('-i', cut, '-ar', '16000', '-ac', '1', '-f', 's16le', at('levels.pcm'));
  await ffmpeg('-i', cut, '-t', '1', '-ar', '16000', '-ac', '1', at('sound.flac'));
  await ffmpeg('-i', cut, '-frames:v', '1', at('poster.jpg'));
  await writeFile(at('grey.raw'), Buffer.alloc(256, 128));
  const [realFfmpeg, realFfprobe] = [await pathOf('ffmpeg'), await pathOf('ffprobe')];
  for (const question of ['version', 'formats', 'encoders']) {
    const { stdout } = await run(realFfmpeg, ['-hide_banner', `-${question}`]);
    await writeFile(at(question), stdout);
  }
  const probe = ['-v', 'error', '-print_format', 'json', '-show_streams', '-show_format', cut];
  await writeFile(at('probe.json'), (await run(realFfprobe, probe)).stdout);

  for (const name of ['ffmpeg', 'ffprobe']) {
    await copyFile(fileURLToPath(new URL(`./standIns/${name}.sh`, import.meta.url)), at(name));
    await chmod(at(name), 0o755);
  }
  return { settings: { FFMPEG_PATH: at('ffmpeg'), FFPROBE_PATH: at('ffprobe') }, video: at('video.mp4') };
}
