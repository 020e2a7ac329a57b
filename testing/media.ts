import { execFile } from 'node:child_process';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathOf } from '../shared/media/binaries.ts';

const run = promisify(execFile);

/** Runs ffmpeg with our own arguments, to make a fixture or to look at a result. Gives what it wrote to stdout. */
export async function ffmpeg(...args: readonly string[]): Promise<Buffer> {
  const { stdout } = await run(await pathOf('ffmpeg'), ['-nostdin', '-y', '-v', 'error', ...args], {
    encoding: 'buffer',
    maxBuffer: 256 * 1024 * 1024,
  });
  return stdout;
}

const lavfi = (graph: string) => ['-f', 'lavfi', '-i', graph];
const picture = (seconds: number, size = '320x180', rate = '25') =>
  lavfi(`testsrc=size=${size}:rate=${rate}:duration=${seconds}`);
/** Two seconds of a buzz, two of nothing, and so on: as loud and as clean as a voice close to the microphone. */
const bursts = (seconds: number) =>
  lavfi(`aevalsrc='0.3*sin(2*PI*220*t)*sin(2*PI*3*t)*lt(mod(t,4),2)':s=48000:d=${seconds}`);
const silence = (seconds: number) => lavfi(`aevalsrc='0|0':s=48000:d=${seconds}`);
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const aac = ['-c:a', 'aac', '-b:a', '96k'];

const tags = ['-metadata', 'title=Kindergarten Am Park', '-metadata', 'comment=Kindergarten'];

const dated = (moment: string) => ['-metadata', `creation_time=${moment}`];

/** White flash and beep together for 0.1 s at 3.5, 7.5, 11.5 … s. */
const marks = (seconds: number) => [
  ...lavfi(`color=black:size=320x180:rate=25:duration=${seconds},drawbox=c=white:t=fill:enable='lt(mod(t+0.5,4),0.1)'`),
  ...lavfi(`aevalsrc='0.8*sin(2*PI*1000*t)*lt(mod(t+0.5,4),0.1)':s=48000:d=${seconds}`),
];

type Maker = (file: string) => Promise<unknown>;

const makers = {
  /** An ordinary video: H.264 and AAC in MP4, 8 s, sound in 0–2 and 4–6 s. */
  'lesson.mp4': (file) => ffmpeg(...picture(8), ...bursts(8), ...h264, ...aac, file),
  /** MPEG-4 Part 2 and MP3 in AVI: no browser plays it. */
  'old.avi': (file) => ffmpeg(...picture(6), ...bursts(6), '-c:v', 'mpeg4', '-c:a', 'libmp3lame', file),
  'h264.mkv': (file) => ffmpeg(...picture(6), ...bursts(6), ...h264, ...aac, file),
  /** A camera's file: H.264 in MOV, with uncompressed sound. */
  'camera.mov': (file) => ffmpeg(...picture(6), ...bursts(6), ...h264, '-c:a', 'pcm_s16le', file),
  'hevc.mp4': (file) =>
    ffmpeg(
      ...picture(4),
      ...bursts(4),
      '-c:v',
      'libx265',
      '-pix_fmt',
      'yuv420p',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=none',
      ...aac,
      file,
    ),
  'ten-bit.mp4': (file) =>
    ffmpeg(
      ...picture(4),
      ...bursts(4),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-pix_fmt',
      'yuv420p10le',
      ...aac,
      file,
    ),
  'no-audio.mp4': (file) => ffmpeg(...picture(4), ...h264, file),
  'audio-only.m4a': (file) => ffmpeg(...bursts(6), ...aac, file),
  'audio-only.wav': (file) => ffmpeg(...bursts(6), '-ar', '16000', file),
  'cover-art.mp3': async (file) => {
    await ffmpeg(...picture(1, '64x64', '1'), '-frames:v', '1', `${file}.png`);
    await ffmpeg(
      ...bursts(6),
      '-i',
      `${file}.png`,
      '-map',
      '0',
      '-map',
      '1',
      '-c:v',
      'copy',
      '-disposition:v',
      'attached_pic',
      '-c:a',
      'libmp3lame',
      file,
    );
  },
  /** The right channel is the left one upside down. */
  'opposite-phase.wav': (file) => ffmpeg(...bursts(6), '-af', 'pan=stereo|c0=c0|c1=-1*c0', file),
  /** The sound is on one channel: the second of ten, and the one that ffmpeg leaves out of a mix. */
  'one-of-ten.wav': async (file) => {
    const mono = await ffmpeg(...bursts(6), '-ar', '16000', '-f', 's16le', 'pipe:1');
    const ten = Buffer.alloc(10 * mono.length);
    for (let at = 0; at < mono.length; at += 2) mono.copy(ten, 10 * at + 2, at, at + 2);
    await writeFile(`${file}.pcm`, ten);
    await ffmpeg('-f', 's16le', '-ar', '16000', '-ac', '10', '-i', `${file}.pcm`, file);
  },
  'one-of-six.wav': (file) => ffmpeg(...bursts(6), '-af', 'pan=5.1|LFE=c0', file),
  'silent-first-track.mp4': (file) =>
    ffmpeg(...picture(6), ...silence(6), ...bursts(6), '-map', '0', '-map', '1', '-map', '2', ...h264, ...aac, file),
  /** A microphone for each of two speakers: the first hears 0–2 s, the second, which starts a second late, 4–6 s. */
  'two-microphones.mkv': (file) =>
    ffmpeg(
      ...bursts(6),
      ...['-itsoffset', '1', ...lavfi("aevalsrc='0.3*sin(2*PI*220*t)*sin(2*PI*3*t)*gt(t,3)':s=48000:d=5")],
      ...['-filter_complex', "[0:a]volume=0:enable='gt(t,2)'[first]", '-map', '[first]', '-map', '1:a'],
      ...['-c:a', 'pcm_s16le', file],
    ),
  /** The first track says that it is of a codec that nobody knows. */
  'unknown-first-track.mkv': async (file) => {
    await ffmpeg(...silence(6), ...bursts(6), '-map', '0', '-map', '1', '-c:a:0', 'flac', '-c:a:1', 'aac', file);
    const bytes = await readFile(file);
    bytes.write('A_XXXX', bytes.indexOf('A_FLAC'), 'latin1');
    await writeFile(file, bytes);
  },
  /** Stereo for four seconds, then mono, as a camera writes it whose microphone was changed. */
  'channels-change.mts': async (file) => {
    const part = (channels: string, from: number) =>
      ffmpeg(
        ...bursts(8),
        ...['-ss', String(from), '-t', '4', '-ac', channels, '-c:a', 'ac3'],
        ...['-output_ts_offset', String(from), '-f', 'mpegts', 'pipe:1'],
      );
    await writeFile(file, Buffer.concat([await part('2', 0), await part('1', 4)]));
  },
  'quiet.wav': (file) => ffmpeg(...bursts(6), '-af', 'volume=-50dB', '-ar', '16000', file),
  'silence.mp4': (file) => ffmpeg(...picture(6), ...silence(6), ...h264, ...aac, file),
  /** The index is at the end, and the end is missing. */
  'no-moov.mp4': async (file) => {
    await ffmpeg(...picture(6), ...bursts(6), ...h264, ...aac, file);
    await truncate(file, Math.floor((await readFile(file)).length / 2));
  },
  /** The index is at the start, and half of what it lists is missing. */
  'half.mp4': async (file) => {
    await ffmpeg(...picture(6), ...bursts(6), ...h264, ...aac, '-movflags', '+faststart', file);
    await truncate(file, Math.floor((await readFile(file)).length / 2));
  },
  'text.mp4': (file) => writeFile(file, 'Dear diary, today we sank a boat.\n'.repeat(40)),
  'image.mp4': (file) => ffmpeg(...picture(1, '64x64', '1'), '-frames:v', '1', '-c:v', 'png', '-f', 'image2pipe', file),
  'empty.mp4': (file) => writeFile(file, ''),
  'noise.mp4': (file) =>
    writeFile(file, Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919 + (at >> 3) * 31) % 256))),
  /** Turned by a quarter, as phones write it. */
  'rotated.mp4': async (file) => {
    await ffmpeg(...picture(3), ...bursts(3), ...h264, ...aac, `${file}.flat.mp4`);
    await ffmpeg('-i', `${file}.flat.mp4`, '-c', 'copy', '-metadata:s:v', 'rotate=90', file);
  },
  /** As a browser's recorder writes it: written to a pipe, so there is no length in it and no index. */
  'no-duration.webm': async (file) => {
    const bytes = await ffmpeg(
      ...picture(5, '160x90'),
      ...bursts(5),
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
      '-c:a',
      'libopus',
      '-f',
      'webm',
      '-live',
      '1',
      'pipe:1',
    );
    await writeFile(file, bytes);
  },
  /** Frames at uneven times: of ten, the third to the seventh are missing. */
  'uneven.mp4': (file) =>
    ffmpeg(
      ...picture(8, '320x180', '30'),
      ...bursts(8),
      '-vf',
      "select='not(between(mod(n,10),3,7))'",
      '-vsync',
      'vfr',
      ...h264,
      ...aac,
      file,
    ),
  'huge.mp4': (file) => ffmpeg(...lavfi('color=size=9000x9000:rate=1:duration=1'), '-c:v', 'mjpeg', '-q:v', '31', file),
  'many-streams.mkv': (file) =>
    ffmpeg(...bursts(1), ...Array.from({ length: 70 }, () => ['-map', '0:a']).flat(), '-c:a', 'pcm_s16le', file),
  /** The sound starts 1.5 s after the picture. */
  'late-sound.mp4': (file) =>
    ffmpeg(...picture(8), '-itsoffset', '1.5', ...bursts(6), '-map', '0:v', '-map', '1:a', ...h264, ...aac, file),
  /** Time stamps that start at 1.4 s, as every MPEG-TS does. */
  'camera.mts': (file) => ffmpeg(...picture(6), ...bursts(6), ...h264, '-c:a', 'ac3', '-f', 'mpegts', file),
  /** Long enough in bytes to be read in several stretches: uncompressed stereo sound, 60 s. */
  'long.mov': (file) =>
    ffmpeg(...picture(60, '160x90', '10'), ...bursts(60), ...h264, '-c:a', 'pcm_s16le', '-ac', '2', file),
  /** White flash and beep together for 0.1 s at 3.5, 7.5, 11.5 … s. */
  'marked.avi': (file) => ffmpeg(...marks(20), '-c:v', 'mpeg4', '-g', '50', '-c:a', 'pcm_s16le', file),
  /** The same in an MPEG program stream: no index, time stamps that start anywhere. */
  'marked.mpg': async (file) => {
    await makers['marked.avi'](`${file}.avi`);
    await ffmpeg('-i', `${file}.avi`, '-c:v', 'mpeg2video', '-g', '50', '-c:a', 'mp2', '-f', 'vob', file);
  },
  /** Two recordings of a camcorder, 6 s and 10 s, put one behind the other: time begins anew. */
  'joined.mts': async (file) => {
    const part = (seconds: number) =>
      ffmpeg(...marks(seconds), ...h264, '-g', '50', '-c:a', 'ac3', '-f', 'mpegts', 'pipe:1');
    await writeFile(file, Buffer.concat([await part(6), await part(10)]));
  },
  /** The same with four bytes of time before each packet, as AVCHD has it. */
  'joined.m2ts': async (file) => {
    const part = (seconds: number) =>
      ffmpeg(...marks(seconds), ...h264, '-g', '50', '-c:a', 'ac3', '-mpegts_m2ts_mode', '1', '-f', 'mpegts', 'pipe:1');
    await writeFile(file, Buffer.concat([await part(6), await part(10)]));
  },
  /** The same of a DVD recorder. */
  'joined.vob': async (file) => {
    const part = (seconds: number) =>
      ffmpeg(...marks(seconds), '-c:v', 'mpeg2video', '-g', '50', '-c:a', 'mp2', '-f', 'vob', 'pipe:1');
    await writeFile(file, Buffer.concat([await part(6), await part(10)]));
  },
  /** The recorder ended before it could write the index. */
  'no-index.avi': async (file) => {
    await ffmpeg(...marks(20), '-c:v', 'mpeg4', '-g', '50', '-c:a', 'pcm_s16le', file);
    const bytes = await readFile(file);
    await truncate(file, bytes.lastIndexOf('idx1'));
  },
  /** A recorded screen: three frames, grey, white and black, then none for the rest of 16 s; marks in the sound. */
  'still-screen.webm': async (file) => {
    const screen =
      "color=gray:size=160x90:rate=5:duration=16,drawbox=c=white:t=fill:enable='eq(n,1)'," +
      "drawbox=c=black:t=fill:enable='eq(n,2)',select='lt(n,3)'";
    await ffmpeg(
      ...lavfi(screen),
      ...marks(16).slice(4),
      ...['-vsync', 'vfr', '-c:v', 'libvpx', '-c:a', 'libopus', '-f', 'webm', file],
    );
  },
  /** Held across for 4 s and upright, white, for 4 more; browsers' recorders change the size. */
  'turned.webm': async (file) => {
    const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-f', 'webm'];
    await ffmpeg(...lavfi('color=gray:size=160x90:rate=10:duration=4'), ...vp8, `${file}.across`);
    await ffmpeg(...lavfi('color=white:size=90x160:rate=10:duration=4'), ...vp8, `${file}.upright`);
    await writeFile(`${file}.txt`, `file '${file}.across'\nfile '${file}.upright'\n`);
    const both = ['-f', 'concat', '-safe', '0', '-i', `${file}.txt`];
    await ffmpeg(...both, ...bursts(8), '-map', '0', '-map', '1', '-c:v', 'copy', '-c:a', 'libopus', file);
  },
  /** 60,000 bytes in the middle are of something else. */
  'damaged.mp4': async (file) => {
    const grain = 'testsrc=size=640x360:rate=25:duration=30,noise=alls=20:allf=t';
    await ffmpeg(...lavfi(grain), ...bursts(30), ...h264, ...aac, '-movflags', '+faststart', file);
    const bytes = await readFile(file);
    const middle = Math.floor(bytes.length / 2);
    for (let at = 0; at < 60_000; at += 1) bytes[middle + at] = (at * 7919 + (at >> 3) * 31) % 256;
    await writeFile(file, bytes);
  },
  /** The same of a sound recording. */
  'damaged.m4a': async (file) => {
    await ffmpeg(...bursts(120), ...aac, '-movflags', '+faststart', file);
    const bytes = await readFile(file);
    const middle = Math.floor(bytes.length / 2);
    for (let at = 0; at < 60_000; at += 1) bytes[middle + at] = (at * 7919 + (at >> 3) * 31) % 256;
    await writeFile(file, bytes);
  },
  /**
   * Quiet for 100 s, then with noise, so that the second half has more bytes; no header says so. At each moment a tone of
   * 400 Hz and 4 Hz more for each second tells what time it is.
   */
  'vbr.mp3': (file) =>
    ffmpeg(
      ...lavfi("aevalsrc='0.4*sin(2*PI*(400*t+2*t*t))+0.1*(random(0)-0.5)*gt(t,100)':s=44100:d=200"),
      ...['-c:a', 'libmp3lame', '-q:a', '4', '-write_xing', '0', file],
    ),
  /** The red of an ordinary screen, as a phone writes it that records HLG: 167, 60, 29 in the colours of BT.2020. */
  'hlg.mp4': (file) =>
    ffmpeg(
      ...lavfi('color=0xA73C1D:size=320x180:rate=25:duration=2'),
      ...['-vf', 'format=rgb24,scale=out_color_matrix=bt2020:out_range=tv,format=yuv420p10le'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast'],
      ...['-x264-params', 'colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc'],
      ...['-color_primaries', 'bt2020', '-color_trc', 'arib-std-b67', '-colorspace', 'bt2020nc', file],
    ),
  /** The microphone's plug came out after 3 s of 10. */
  'sound-ends.avi': (file) => ffmpeg(...picture(10), ...bursts(3), '-c:v', 'mpeg4', '-c:a', 'pcm_s16le', file),
  /** Files that say where they were recorded. */
  'tagged.mov': (file) => ffmpeg(...picture(3), ...bursts(3), ...tags, ...h264, ...aac, file),
  'tagged.avi': (file) => ffmpeg(...picture(3), ...bursts(3), ...tags, '-c:v', 'mpeg4', '-c:a', 'libmp3lame', file),
  /** As a phone writes it: the moment in UTC, and Apple's with the place's own day. */
  'dated.mov': (file) =>
    ffmpeg(
      ...picture(1),
      ...bursts(1),
      ...dated('2024-03-04T23:30:00Z'),
      ...['-movflags', 'use_metadata_tags', '-metadata', 'com.apple.quicktime.creationdate=2024-03-05T09:30:00+1000'],
      ...h264,
      ...aac,
      file,
    ),
  /** An ordinary video that says when it was made. */
  'dated.mp4': (file) => ffmpeg(...picture(8), ...bursts(8), ...dated('2024-03-04T23:30:00Z'), ...h264, ...aac, file),
  'dated.mkv': (file) => ffmpeg(...picture(1), ...bursts(1), ...dated('2024-03-04T23:30:00Z'), ...h264, ...aac, file),
  /** From a camera whose clock stands where it began. */
  'unset-clock.mp4': (file) =>
    ffmpeg(...picture(1), ...bursts(1), ...dated('1970-01-01T00:00:01Z'), ...h264, ...aac, file),
  'hostile-date.mov': (file) =>
    ffmpeg(
      ...picture(1),
      ...bursts(1),
      ...['-movflags', 'use_metadata_tags'],
      ...[
        '-metadata',
        `com.apple.quicktime.creationdate=2024-03-05"},"x":{$(id);<script>' OR 1=1 -- ${'9'.repeat(50_000)}`,
      ],
      ...h264,
      ...aac,
      file,
    ),
  /** With a date that is longer than all that ffprobe may answer. */
  'endless-date.mkv': async (file) => {
    await writeFile(
      `${file}.txt`,
      `;FFMETADATA1\ncom.apple.quicktime.creationdate=2024-03-05${'9'.repeat(5_000_000)}\n`,
    );
    await ffmpeg(...picture(1), ...bursts(1), '-i', `${file}.txt`, '-map_metadata', '2', ...h264, ...aac, file);
  },
  'wide.mp4': (file) => ffmpeg(...picture(2, '1280x720'), ...h264, file),
  /** Black for the first half. */
  'dark-start.mp4': (file) =>
    ffmpeg(...picture(40, '160x90', '5'), '-vf', "drawbox=c=black:t=fill:enable='lt(t,20)'", ...h264, file),
} as const satisfies Record<string, Maker>;

export type MediaName = keyof typeof makers;

/** Makes one small file by its name, in a directory that the caller owns, and gives its path. */
export async function makeMedia(name: MediaName, directory: string): Promise<string> {
  const file = join(directory, name);
  await makers[name](file);
  return file;
}

/** Playlists of every kind that ffmpeg knows, named as videos; each points to `target`, an address or a local file. */
export function disguisedPlaylists(target: string): Record<string, string> {
  return {
    'hls.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${target}\n#EXT-X-ENDLIST\n`,
    'hls-bom.mp4': `\ufeff\n#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n${target}\n#EXT-X-ENDLIST\n`,
    'hls-binary.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:10\n#\u0001\u0002\n#EXTINF:10,\n${target}\n#EXT-X-ENDLIST\n`,
    'concat.mp4': `ffconcat version 1.0\nfile '${target}'\n`,
    'dash.mp4': `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><Representation><BaseURL>${target}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    'session.mp4': `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n`,
    'list.mp4': `[playlist]\nFile1=${target}\nNumberOfEntries=1\n`,
    'link.mp4': `${target.includes('://') ? target : `file://${target}`}\n`,
  };
}
