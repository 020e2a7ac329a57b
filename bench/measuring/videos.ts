import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ffmpeg } from '../../testing/media.ts';

const sample = resolve('samples/lesson.mp4');

/** The sample lesson over and over, untouched, for so many seconds. */
export async function loopedSample(folder: string, seconds: number): Promise<string> {
  const file = join(folder, `looped-${seconds}.mp4`);
  await ffmpeg('-stream_loop', '-1', '-i', sample, '-t', String(seconds), '-c', 'copy', file);
  return file;
}

/** The container, and so the way that a video takes: an MP4 is left as it is, a MOV becomes one. */
export type Container = 'mp4' | 'mov';

/**
 * A video of about so many bytes with the sample's sound: H.264 that hardly compresses, a few seconds of it repeated,
 * so that it is as long as the sample and as heavy as wanted.
 */
export async function heavyVideo(folder: string, sizeBytes: number, container: Container): Promise<string> {
  const seconds = 116;
  const loopSeconds = 4;
  // The encoder keeps a rate so high only to within a tenth or so, and gives more.
  const bitRate = Math.round((sizeBytes * 8 * 0.91) / seconds);
  const loop = join(folder, `loop-${sizeBytes}.mp4`);
  const rate = ['-b:v', String(bitRate), '-minrate', String(bitRate), '-maxrate', String(bitRate)];
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=25:duration=${loopSeconds},noise=alls=60:allf=t`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25'],
    ...[...rate, '-bufsize', String(bitRate), '-x264-params', 'nal-hrd=cbr', loop],
  );
  const file = join(folder, `heavy-${sizeBytes}.${container}`);
  await ffmpeg(
    ...['-stream_loop', '-1', '-i', loop, '-i', sample, '-map', '0:v', '-map', '1:a'],
    ...['-t', String(seconds), '-c', 'copy', file],
  );
  return file;
}

export async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}
