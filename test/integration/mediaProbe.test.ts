import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PermanentError } from '../../shared/errors.ts';
import { type MediaSource, openSource } from '../../shared/media/blobSource.ts';
import { runFfmpeg } from '../../shared/media/ffmpeg.ts';
import { runFfprobe } from '../../shared/media/ffprobe.ts';
import { fromSource } from '../../shared/media/inputs.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { fileReader } from '../../testing/fileReader.ts';
import { disguisedPlaylists, type MediaName, makeMedia } from '../../testing/media.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const directory = temporaryDirectory();
const bounds = { signal: new AbortController().signal, timeLimitSeconds: 60 };
const limits = { maxDurationSeconds: 3600 };

async function probeFile(file: string, given = limits, within = bounds) {
  await using source = await openSource(await fileReader(file));
  return await probeMedia(source, given, within);
}
const probed = async (name: MediaName) => probeFile(await makeMedia(name, directory.path));

afterEach(() => vi.unstubAllEnvs());

describe('looking at a recording', () => {
  it('says what an ordinary video is', async () => {
    expect(await probed('lesson.mp4')).toMatchObject({
      durationSeconds: 8,
      container: 'mp4',
      startTimeSeconds: 0,
      video: { codec: 'h264', pixelFormat: 'yuv420p', width: 320, height: 180, rotation: 0, framesPerSecond: 25 },
      audio: { codec: 'aac', channels: 1, sampleRate: 48_000, streamIndex: 1 },
    });
  });

  it.each([
    ['old.avi', 'avi', 'mpeg4'],
    ['h264.mkv', 'matroska', 'h264'],
    ['camera.mov', 'mov', 'h264'],
    ['camera.mts', 'mpegts', 'h264'],
    ['hevc.mp4', 'mp4', 'hevc'],
  ] as const)('knows %s', async (name, container, codec) => {
    expect(await probed(name)).toMatchObject({ container, video: { codec }, audio: { channels: 1 } });
  });

  it('takes a recording without sound, and one without picture', async () => {
    expect((await probed('no-audio.mp4')).audio).toBeNull();
    expect((await probed('audio-only.m4a')).video).toBeNull();
    expect((await probed('audio-only.wav')).video).toBeNull();
  });

  it('does not take cover art for a picture', async () => {
    expect(await probed('cover-art.mp3')).toMatchObject({ video: null, audio: { codec: 'mp3' } });
  });

  it('measures a recording that does not say how long it is', async () => {
    expect((await probed('no-duration.webm')).durationSeconds).toBeCloseTo(5, 1);
  });

  it('sees that a picture is turned, and that time does not start at zero', async () => {
    expect([90, 270]).toContain((await probed('rotated.mp4')).video?.rotation);
    expect((await probed('camera.mts')).startTimeSeconds).toBeCloseTo(1.4, 1);
  });

  it.each([
    ['dated.mov', '2024-03-05'],
    ['dated.mp4', '2024-03-04'],
    ['dated.mkv', '2024-03-04'],
    ['unset-clock.mp4', undefined],
    ['hostile-date.mov', undefined],
    ['endless-date.mkv', undefined],
    ['lesson.mp4', undefined],
  ] as const)('says on which day %s was recorded, where it knows: %s', async (name, day) => {
    expect((await probed(name)).recordedOn).toBe(day);
  });

  it.each([
    ['empty.mp4', 'file-empty'],
    ['text.mp4', 'not-a-video'],
    ['noise.mp4', 'not-a-video'],
    ['image.mp4', 'not-a-video'],
    ['no-moov.mp4', 'file-truncated'],
    ['half.mp4', 'file-truncated'],
    ['huge.mp4', 'file-refused'],
    ['many-streams.mkv', 'too-many-streams'],
  ] as const)('refuses %s as %s', async (name, code) => {
    await expect(probed(name)).rejects.toThrow(expect.objectContaining({ name: 'PermanentError', code }));
  });

  it('refuses what is too long, also when only reading tells', async () => {
    for (const name of ['lesson.mp4', 'no-duration.webm'] as const) {
      const file = await makeMedia(name, directory.path);
      await expect(probeFile(file, { maxDurationSeconds: 4 })).rejects.toThrow(
        expect.objectContaining({ code: 'too-long' }),
      );
    }
  });

  it('stays on the loopback address where the environment names a proxy', async () => {
    for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'all_proxy']) vi.stubEnv(name, 'http://127.0.0.1:9');
    expect((await probed('lesson.mp4')).durationSeconds).toBe(8);
  });
});

describe('a playlist that is named as a video', () => {
  let hits = 0;
  const canary = createServer((_request, response) => {
    hits += 1;
    response.end('canary');
  });
  let address = '';
  let secret = '';

  beforeAll(async () => {
    canary.listen(0, '127.0.0.1');
    await once(canary, 'listening');
    const bound = canary.address();
    address = `http://127.0.0.1:${bound !== null && typeof bound === 'object' ? bound.port : 0}/secret.mp4`;
    secret = await makeMedia('lesson.mp4', directory.path);
  });
  afterAll(() => {
    canary.close();
  });

  const names = Object.keys(disguisedPlaylists(''));
  async function disguised(name: string, target: string): Promise<string> {
    const file = join(directory.path, name);
    await writeFile(file, disguisedPlaylists(target)[name] ?? '');
    return file;
  }

  it('would reach the canary if it were opened', async () => {
    expect((await fetch(address)).ok).toBe(true);
    expect(hits).toBe(1);
    hits = 0;
  });

  it.each(names)('is refused and not opened: %s', async (name) => {
    for (const target of [address, secret]) {
      await expect(probeFile(await disguised(name, target))).rejects.toThrow(
        expect.objectContaining({ name: 'PermanentError', code: 'file-refused' }),
      );
    }
    expect(hits).toBe(0);
  });

  /** What ffprobe finds: a "G" somewhere in a name is for it the start of an MPEG stream, of which nothing follows. */
  async function streamsIn(source: MediaSource): Promise<unknown> {
    try {
      return (await runFfprobe(source, bounds)).streams;
    } catch (error) {
      if (error instanceof PermanentError) return [];
      throw error;
    }
  }

  it.each(names)('is not opened by ffprobe or ffmpeg either, should the first look be fooled: %s', async (name) => {
    for (const target of [address, secret, join(directory.path, 'GGGG')]) {
      await using source = await openSource(await fileReader(await disguised(name, target)));
      expect(await streamsIn(source)).toEqual([]);
      const output = { target: join(directory.path, 'leak.mkv'), options: ['-c', 'copy', '-f', 'matroska'] };
      await expect(
        runFfmpeg({ ...bounds, doing: 'testing', source, inputs: [fromSource(source)], outputs: [output] }),
      ).rejects.toThrow(expect.objectContaining({ name: 'PermanentError' }));
    }
    expect(hits).toBe(0);
  });
});

describe('a program that does not do its work', () => {
  /** A program in ffmpeg's place: it answers what it is asked about itself, and for work does as told. */
  async function program(name: string, work: string): Promise<string> {
    const file = join(directory.path, name);
    const script = `#!/bin/sh\nfor word in "$@"; do case "$word" in -version|-formats|-encoders) exit 0;; esac; done\n${work}\n`;
    await writeFile(file, script);
    await chmod(file, 0o755);
    return file;
  }

  let file = '';
  const convert = async (options = bounds) => {
    await using source = await openSource(await fileReader(file));
    const output = { target: '-', options: ['-f', 'null'] };
    return await runFfmpeg({ ...options, doing: 'testing', source, inputs: [fromSource(source)], outputs: [output] });
  };
  beforeAll(async () => {
    file = await makeMedia('audio-only.wav', directory.path);
    // The real one first: what a program can do is asked once, and remembered.
    await convert();
  });

  it('is missing: the setting is named', async () => {
    vi.stubEnv('FFMPEG_PATH', '/nowhere/ffmpeg');
    vi.stubEnv('FFPROBE_PATH', '/nowhere/ffprobe');
    await expect(convert()).rejects.toThrow(/FFMPEG_PATH/);
    await expect(probeFile(file)).rejects.toThrow(/FFPROBE_PATH/);
  });

  it('is not told our secrets', async () => {
    vi.stubEnv('AskwellStorage', 'AccountKey=secret');
    const [ffmpegSees, ffprobeSees] = [join(directory.path, 'ffmpeg.env'), join(directory.path, 'ffprobe.env')];
    vi.stubEnv('FFMPEG_PATH', await program('looking', `env > '${ffmpegSees}'`));
    vi.stubEnv('FFPROBE_PATH', await program('lookingProbe', `env > '${ffprobeSees}'; exit 1`));
    await convert();
    await expect(probeFile(file)).rejects.toThrow();
    for (const seen of [ffmpegSees, ffprobeSees]) {
      const environment = await readFile(seen, 'utf8');
      expect(environment).toContain('PATH=');
      expect(environment).not.toContain('secret');
    }
  });

  it('cannot be started: the library’s own slip does not stop the host', async () => {
    const vanishing = await program('vanishing', 'exit 0');
    vi.stubEnv('FFMPEG_PATH', vanishing);
    await convert();
    await rm(vanishing);
    await expect(convert()).rejects.toThrow(expect.objectContaining({ name: 'PermanentError', code: 'internal' }));
  });

  it('is killed by the system: memory ran out, and it may pass', async () => {
    vi.stubEnv('FFMPEG_PATH', await program('killed', 'kill -9 $$'));
    await expect(convert()).rejects.toThrow(expect.objectContaining({ name: 'TransientError', code: 'out-of-memory' }));
    vi.stubEnv('FFPROBE_PATH', await program('killedProbe', 'kill -9 $$'));
    await expect(probeFile(file)).rejects.toThrow(expect.objectContaining({ code: 'out-of-memory' }));
  });

  it('hangs: it is killed when its time is up', async () => {
    const hanging = await program('hanging', 'exec tail -f /dev/null');
    vi.stubEnv('FFMPEG_PATH', hanging);
    vi.stubEnv('FFPROBE_PATH', hanging);
    const timedOut = expect.objectContaining({ name: 'TransientError', code: 'timed-out' });
    await expect(convert({ ...bounds, timeLimitSeconds: 0.3 })).rejects.toThrow(timedOut);
    await expect(probeFile(file, limits, { ...bounds, timeLimitSeconds: 0.3 })).rejects.toThrow(timedOut);
  });

  it('writes without end: what is kept of it is bounded', async () => {
    vi.stubEnv('FFMPEG_PATH', await program('chatty', 'yes "error: something odd" | head -n 300000 >&2; exit 1'));
    const error: unknown = await convert().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'internal' });
    expect(String(error).length).toBeLessThan(600);
  });

  it('is stopped by its caller: it is dead, and the reason is the caller’s', async () => {
    const pidFile = join(directory.path, 'pid');
    vi.stubEnv('FFMPEG_PATH', await program('endless', `echo $$ > '${pidFile}'; exec tail -f /dev/null`));
    const stop = new AbortController();
    const running = convert({ ...bounds, signal: stop.signal });
    const pid = await vi.waitUntil(async () => Number(await readFile(pidFile, 'utf8').catch(() => '0')) || false, {
      timeout: 20_000,
    });
    stop.abort(new Error('The lesson was deleted.'));
    await expect(running).rejects.toThrow('The lesson was deleted.');
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    await expect(convert({ ...bounds, signal: stop.signal })).rejects.toThrow('The lesson was deleted.');
  });
});
