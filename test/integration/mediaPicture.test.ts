import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../shared/media/blobSource.ts';
import { isIntact } from '../../shared/media/intact.ts';
import { joinPieces } from '../../shared/media/join.ts';
import { makePoster } from '../../shared/media/poster.ts';
import { type Probe, probeMedia } from '../../shared/media/probe.ts';
import { encodePiece, planTranscode, remux, transcodePieces } from '../../shared/media/transcode.ts';
import { fileReader } from '../../testing/fileReader.ts';
import { ffmpeg, type MediaName, makeMedia } from '../../testing/media.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const directory = temporaryDirectory();
const bounds = { signal: new AbortController().signal, timeLimitSeconds: 60 };

async function probeOf(file: string): Promise<Probe> {
  await using source = await openSource(await fileReader(file));
  return await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
}

/** Does with a file what its plan says, in pieces of the given length; gives the result, or null for nothing to do. */
async function browserVideo(name: MediaName, pieceSeconds = 4) {
  const file = await makeMedia(name, directory.path);
  // A name that a script or shell would stumble over.
  const dir = await mkdtemp(join(directory.path, "it's 100% $HOME;-"));
  await using source = await openSource(await fileReader(file));
  const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
  const planned = planTranscode(probe);
  const damaged = planned !== 'encode' && !(await isIntact(source, probe, bounds));
  const plan = damaged && probe.video !== null ? 'encode' : damaged ? 'remux' : planned;
  const made = join(dir, 'web.mp4');
  if (plan === 'remux') await remux(source, probe, made, { ...bounds, damaged });
  if (plan === 'encode') {
    const pieces = [];
    for (const piece of transcodePieces(probe, pieceSeconds)) {
      const pieceFile = join(dir, `piece ${piece.index}.mov`);
      await encodePiece(source, probe, piece, pieceFile, bounds);
      pieces.push({ ...piece, file: pieceFile });
    }
    await joinPieces(pieces, made, bounds);
  }
  return { plan, damaged, probe, dir, file: made };
}

/** Seconds at which the flashes start, from the mean brightness of each frame and its time stamp. */
async function flashes(file: string, rate = 25): Promise<number[]> {
  const brightness = await ffmpeg('-i', file, '-vf', `fps=${rate},scale=1:1,format=gray`, '-f', 'rawvideo', 'pipe:1');
  return Array.from(brightness, (value, frame) =>
    value > 128 && (brightness[frame - 1] ?? 0) <= 128 ? frame / rate : -1,
  ).filter((at) => at >= 0);
}

/** Seconds at which the beeps start. */
async function beeps(file: string): Promise<number[]> {
  const pcm = await ffmpeg(
    '-i',
    file,
    '-map',
    '0:a',
    '-af',
    'aresample=async=1:first_pts=0',
    '-ac',
    '1',
    '-ar',
    '48000',
    '-f',
    's16le',
    'pipe:1',
  );
  const found: number[] = [];
  let lastLoud = Number.NEGATIVE_INFINITY;
  for (let index = 0; index * 2 < pcm.length; index += 1) {
    if (Math.abs(pcm.readInt16LE(index * 2)) < 6000) continue;
    if (index - lastLoud > 24_000) found.push(index / 48_000);
    lastLoud = index;
  }
  return found;
}

describe('a video for browsers', () => {
  it.each(['h264.mkv', 'camera.mov'] as const)('is %s in another container, its picture untouched', async (name) => {
    const { plan, probe, file } = await browserVideo(name);
    expect(plan).toBe('remux');
    const result = await probeOf(file);
    expect(planTranscode(result)).toBe('leave');
    expect(Math.abs(result.durationSeconds - probe.durationSeconds)).toBeLessThan(0.1);
    const picture = (path: string) => ffmpeg('-i', path, '-map', '0:v', '-f', 'framemd5', 'pipe:1');
    const frames = (text: Buffer) => text.toString().match(/[0-9a-f]{32}/g);
    expect(frames(await picture(file))).toEqual(frames(await picture(join(directory.path, name))));
  });

  it('starts at zero where the recording does not', async () => {
    const { plan, file } = await browserVideo('camera.mts');
    expect(plan).toBe('remux');
    const result = await probeOf(file);
    expect(planTranscode(result)).toBe('leave');
    expect(result.durationSeconds).toBeCloseTo(6, 1);
  });

  it.each(['old.avi', 'hevc.mp4', 'ten-bit.mp4', 'no-duration.webm'] as const)('is encoded from %s', async (name) => {
    const { plan, probe, file } = await browserVideo(name, 2);
    expect(plan).toBe('encode');
    const result = await probeOf(file);
    expect(planTranscode(result)).toBe('leave');
    expect(Math.abs(result.durationSeconds - probe.durationSeconds)).toBeLessThan(0.1);
  });

  it('has sound and picture together after every joint', async () => {
    const { probe, file, dir } = await browserVideo('marked.avi', 3.3);
    expect((await readdir(dir)).filter((name) => name.startsWith('piece'))).toHaveLength(6);
    const result = await probeOf(file);
    expect(Math.abs(result.durationSeconds - probe.durationSeconds)).toBeLessThan(0.1);
    const [seen, heard] = [await flashes(file), await beeps(file)];
    expect(seen).toHaveLength(5);
    expect(heard).toHaveLength(5);
    for (const [index, at] of [3.5, 7.5, 11.5, 15.5, 19.5].entries()) {
      expect(Math.abs((seen[index] ?? 0) - at)).toBeLessThan(0.05);
      expect(Math.abs((heard[index] ?? 0) - at)).toBeLessThan(0.03);
    }
  });

  it('keeps them together where the recording has no index to enter it by', async () => {
    const { probe, file } = await browserVideo('marked.mpg', 5);
    expect(probe.container).toBe('mpeg');
    const [seen, heard] = [await flashes(file), await beeps(file)];
    expect(seen).toHaveLength(5);
    for (const [index, at] of [3.5, 7.5, 11.5, 15.5, 19.5].entries()) {
      expect(Math.abs((seen[index] ?? 0) - at)).toBeLessThan(0.09);
      expect(Math.abs((heard[index] ?? 0) - at)).toBeLessThan(0.09);
    }
  });

  it.each(['joined.mts', 'joined.m2ts', 'joined.vob'] as const)('is of both recordings of %s', async (name) => {
    const { probe, file } = await browserVideo(name, 4);
    expect(Math.abs(probe.durationSeconds - 16)).toBeLessThan(0.15);
    expect(Math.abs((await probeOf(file)).durationSeconds - probe.durationSeconds)).toBeLessThan(0.05);
    const [seen, heard] = [await flashes(file), await beeps(file)];
    expect(seen).toHaveLength(3);
    expect(heard).toHaveLength(3);
    for (const [index, at] of [3.5, 9.5, 13.5].entries()) {
      expect(Math.abs((seen[index] ?? 0) - at)).toBeLessThan(0.15);
      expect(Math.abs((seen[index] ?? 0) - (heard[index] ?? 0))).toBeLessThan(0.09);
    }
  });

  it('is as long as what is there, where an AVI has lost its index', async () => {
    const { probe, file } = await browserVideo('no-index.avi', 6);
    expect(probe.durationSeconds).toBeCloseTo(20, 1);
    const [seen, heard] = [await flashes(file), await beeps(file)];
    for (const found of [seen, heard]) {
      expect(found).toHaveLength(5);
      for (const [index, at] of [3.5, 7.5, 11.5, 15.5, 19.5].entries())
        expect(Math.abs((found[index] ?? 0) - at)).toBeLessThan(0.09);
    }
  });

  it('shows a screen that stands still for as long as there is sound', async () => {
    const { probe, file } = await browserVideo('still-screen.webm', 4);
    expect(probe.durationSeconds).toBeCloseTo(16, 1);
    expect((await probeOf(file)).durationSeconds).toBeCloseTo(16, 1);
    expect(await beeps(file)).toHaveLength(4);
    const shown = await ffmpeg('-i', file, '-vf', 'scale=1:1,format=gray', '-f', 'rawvideo', 'pipe:1');
    expect(shown).toHaveLength(80);
    expect(shown[0]).toBeGreaterThan(100);
    expect(shown[1]).toBeGreaterThan(200);
    expect(Math.max(...shown.subarray(2))).toBeLessThan(30);
  });

  it('goes on in its shape when the recorder is turned', async () => {
    const { file } = await browserVideo('turned.webm', 6);
    const { video, durationSeconds } = await probeOf(file);
    expect(video).toMatchObject({ width: 160, height: 90 });
    expect(durationSeconds).toBeCloseTo(8, 1);
    const [row, columns] = [5 * 160 + 45 * 160, 160];
    const frames = await ffmpeg('-i', file, '-vf', 'format=gray', '-f', 'rawvideo', 'pipe:1');
    const at = (seconds: number) => frames.subarray(seconds * 10 * 160 * 90).subarray(row, row + columns);
    const [across, upright] = [at(2), at(7)];
    // Grey from side to side; then white, as wide as upright fits in, with black beside it.
    expect(Math.min(...across)).toBeGreaterThan(100);
    expect(Math.max(...across)).toBeLessThan(150);
    expect(upright[80]).toBeGreaterThan(220);
    expect(upright[40]).toBeLessThan(30);
    expect(upright[120]).toBeLessThan(30);
  });

  it('has the colours of an ordinary screen where the camera had more', async () => {
    const { probe, file } = await browserVideo('hlg.mp4');
    expect(probe.video?.transfer).toBe('arib-std-b67');
    const [red = 0, green = 0, blue = 0] = await ffmpeg(
      '-i',
      file,
      '-vf',
      'scale=1:1,format=rgb24',
      '-frames:v',
      '1',
      '-f',
      'rawvideo',
      'pipe:1',
    );
    // Taken for ordinary colours it would be a washed-out 162, 57, 31.
    expect(red).toBeGreaterThan(150);
    expect(green).toBeLessThan(20);
    expect(blue).toBeLessThan(20);
    const { video } = await probeOf(file);
    expect(video?.transfer).toBe('bt709');
  });

  it.each(['damaged.mp4', 'damaged.m4a'] as const)('is made anew where %s is damaged', async (name) => {
    const { damaged, plan, file } = await browserVideo(name);
    expect(damaged).toBe(true);
    expect(plan).toBe(name === 'damaged.mp4' ? 'encode' : 'remux');
    await using source = await openSource(await fileReader(file));
    const result = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
    expect(result.durationSeconds).toBeGreaterThan(name === 'damaged.mp4' ? 29 : 110);
    expect(await isIntact(source, result, bounds)).toBe(true);
  });

  it.each([
    'lesson.mp4',
    'audio-only.m4a',
    'h264.mkv',
    'camera.mov',
    'camera.mts',
    'uneven.mp4',
    'late-sound.mp4',
  ] as const)('is not made anew for %s, which is whole', async (name) => {
    expect((await browserVideo(name)).damaged).toBe(false);
  });

  it('goes on without sound where that ends', async () => {
    const { file } = await browserVideo('sound-ends.avi', 4);
    expect((await probeOf(file)).durationSeconds).toBeCloseTo(10, 1);
    const sound = await ffmpeg('-i', file, '-map', '0:a', '-ac', '1', '-ar', '8000', '-f', 's16le', 'pipe:1');
    expect(sound.length / 16_000).toBeCloseTo(10, 0);
  });

  it('has its index first, so that it plays while it loads, and nothing of the uploader’s', async () => {
    for (const name of ['tagged.mov', 'tagged.avi'] as const) {
      const bytes = await readFile((await browserVideo(name)).file);
      const text = bytes.toString('latin1');
      expect(text.indexOf('moov')).toBeLessThan(text.indexOf('mdat'));
      expect(text).not.toContain('Kindergarten');
      expect((await readFile(join(directory.path, name))).toString('latin1')).toContain('Kindergarten');
    }
  });

  it('leaves no script behind', async () => {
    const { dir } = await browserVideo('old.avi', 2);
    expect((await readdir(dir)).filter((name) => !name.endsWith('.mov'))).toEqual(['web.mp4']);
  });

  it('is not made after its caller has stopped', async () => {
    const file = await makeMedia('old.avi', directory.path);
    await using source = await openSource(await fileReader(file));
    const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
    const stop = new AbortController();
    const target = join(directory.path, 'never.mov');
    const piece = { index: 0, start: 0, end: 6 };
    const running = encodePiece(source, probe, piece, target, { ...bounds, signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
    await expect(encodePiece(source, probe, piece, target, { ...bounds, timeLimitSeconds: 0.001 })).rejects.toThrow(
      expect.objectContaining({ code: 'timed-out' }),
    );
  });
});

describe('the poster', () => {
  async function poster(name: MediaName) {
    const file = await makeMedia(name, directory.path);
    const target = join(directory.path, `${name} poster.jpg`);
    await using source = await openSource(await fileReader(file));
    const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
    return await makePoster(source, probe, target, bounds);
  }
  const grey = async (file: string) => {
    const bytes = await ffmpeg('-i', file, '-vf', 'scale=1:1,format=gray', '-f', 'rawvideo', 'pipe:1');
    return bytes[0] ?? 0;
  };
  const sizeOf = async (file: string) => {
    const bytes = await ffmpeg('-i', file, '-f', 'image2pipe', '-c:v', 'png', 'pipe:1');
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  };

  it('is a JPEG, not larger than the video', async () => {
    const file = await poster('lesson.mp4');
    expect(file).not.toBeNull();
    expect((await readFile(file ?? '')).toString('hex', 0, 3)).toBe('ffd8ff');
    expect(await sizeOf(file ?? '')).toEqual({ width: 320, height: 180 });
  });

  it('is 640 pixels wide at most, and upright', async () => {
    expect(await sizeOf((await poster('wide.mp4')) ?? '')).toEqual({ width: 640, height: 360 });
    expect(await sizeOf((await poster('rotated.mp4')) ?? '')).toEqual({ width: 180, height: 320 });
  });

  it('is not black where there is another picture', async () => {
    expect(await grey((await poster('dark-start.mp4')) ?? '')).toBeGreaterThan(40);
  });

  it('is made of a video that cannot be entered in its middle', async () => {
    expect(await grey((await poster('camera.mts')) ?? '')).toBeGreaterThan(40);
  });

  it('is there for a short and for a black video, and null without a picture', async () => {
    expect(await poster('no-audio.mp4')).not.toBeNull();
    expect(await poster('marked.avi')).not.toBeNull();
    expect(await poster('cover-art.mp3')).toBeNull();
  });
});
