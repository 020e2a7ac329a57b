import type { MediaSource } from './blobSource.ts';
import type { FfmpegInput } from './ffmpeg.ts';

/**
 * The containers that ffmpeg may open, by its own names. All of them hold their sound and picture themselves.
 * Never a playlist or script (hls, dash, concat, sdp, image2, lavfi …): those name other files and addresses to open.
 */
const containers =
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,wav,w64,aiff,caf,mp3,flac,aac,amr,amrnb,amrwb';

/** More pixels than any camera's picture (8192 x 4608): a decoder that is asked for more refuses. */
export const maxPixels = 8192 * 4608;

/** More streams than any recording has: picture, a few sounds, subtitles, time code. */
export const maxStreams = 64;

/** How ffmpeg and ffprobe open an uploaded file: at our loopback address only, as a known container, within bounds. */
export const untrusted: readonly string[] = [
  '-protocol_whitelist',
  'http,tcp',
  '-seekable',
  '1',
  '-format_whitelist',
  containers,
  '-max_streams',
  String(maxStreams),
  '-probesize',
  '20000000',
  '-analyzeduration',
  '20000000',
];

/** The uploaded file as ffmpeg's input; `more` are further input options, such as where to start. */
export function fromSource(source: MediaSource, ...more: readonly string[]): FfmpegInput {
  return { url: source.url, options: [...untrusted, '-max_pixels', String(maxPixels), ...more] };
}

/** A file that we wrote ourselves, as ffmpeg's input; it can open nothing else. */
export function fromFile(file: string, format: string, ...more: readonly string[]): FfmpegInput {
  return { url: `file:${file}`, options: ['-protocol_whitelist', 'file', '-format_whitelist', format, ...more] };
}
