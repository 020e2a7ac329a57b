import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openSource, rangeOf } from '../../shared/media/blobSource.ts';
import { isIntact } from '../../shared/media/intact.ts';
import { joinPieces } from '../../shared/media/join.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { encodePiece, planTranscode, remux, transcodePieces } from '../../shared/media/transcode.ts';
import { fileReader } from '../../testing/fileReader.ts';
import { type MediaName, makeMedia } from '../../testing/media.ts';
import { describeInBrowser, openPage } from '../../testing/studio/browser.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const directory = temporaryDirectory();
const bounds = { signal: new AbortController().signal, timeLimitSeconds: 100 };

/** What a browser is given of a recording: the file itself where it can be left, else what is made of it. */
async function forBrowsers(name: MediaName): Promise<string> {
  const file = await makeMedia(name, directory.path);
  await using source = await openSource(await fileReader(file));
  const probe = await probeMedia(source, { maxDurationSeconds: 3600 }, bounds);
  const plan = planTranscode(probe);
  const damaged = plan !== 'encode' && !(await isIntact(source, probe, bounds));
  if (plan === 'leave' && !damaged) return file;
  const made = join(directory.path, `${name}.web.mp4`);
  if (probe.video === null || !damaged) {
    await remux(source, probe, made, { ...bounds, damaged });
    return made;
  }
  const pieces = [];
  for (const piece of transcodePieces(probe)) {
    const pieceFile = join(directory.path, `${name}.${piece.index}.mov`);
    await encodePiece(source, probe, piece, pieceFile, bounds);
    pieces.push({ ...piece, file: pieceFile });
  }
  await joinPieces(pieces, made, bounds);
  return made;
}

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A page with nothing but a player of the file. */
async function serve(file: string): Promise<string> {
  const { size } = await stat(file);
  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><video src="/file" preload="auto">');
      return;
    }
    if (request.url !== '/file') {
      response.writeHead(204).end();
      return;
    }
    const { start, endExclusive } = rangeOf(request.headers.range, size) ?? { start: 0, endExclusive: size };
    response.writeHead(206, {
      'accept-ranges': 'bytes',
      'content-type': file.endsWith('mp3') ? 'audio/mpeg' : 'video/mp4',
      'content-length': endExclusive - start,
      'content-range': `bytes ${start}-${endExclusive - 1}/${size}`,
    });
    createReadStream(file, { start, end: endExclusive - 1 }).pipe(response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Seeks to a moment and plays on from there; the time that the player tells then, and why it stopped if it did. */
async function playFrom(page: Awaited<ReturnType<typeof openPage>>, seconds: number) {
  return await page.evaluate(async (at) => {
    const player = document.querySelector('video') as HTMLVideoElement;
    const reached = (name: string) =>
      new Promise<void>((resolve) => {
        player.addEventListener(name, () => resolve(), { once: true });
        player.addEventListener('error', () => resolve(), { once: true });
      });
    player.muted = true;
    player.currentTime = at;
    await reached('seeked');
    const moved = new Promise<void>((resolve) => {
      const look = () => {
        if (player.error !== null || player.currentTime > at + 0.5) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
    await player.play().catch(() => undefined);
    await moved;
    player.pause();
    return { error: player.error?.message ?? null, time: player.currentTime };
  }, seconds);
}

/** The pitch that is heard right after a seek, as the time that it stands for in the file made for that. */
async function timeHeard(page: Awaited<ReturnType<typeof openPage>>, seconds: number): Promise<number> {
  return await page.evaluate(async (at) => {
    const player = document.querySelector('video') as HTMLVideoElement;
    const kept = window as unknown as { ear?: { context: AudioContext; analyser: AnalyserNode } };
    if (kept.ear === undefined) {
      const context = new AudioContext();
      const analyser = new AnalyserNode(context, { fftSize: 32_768, smoothingTimeConstant: 0 });
      context.createMediaElementSource(player).connect(analyser).connect(context.destination);
      kept.ear = { context, analyser };
    }
    const { context, analyser } = kept.ear;
    await context.resume();
    player.currentTime = at;
    await new Promise((resolve) => player.addEventListener('seeked', resolve, { once: true }));
    await player.play();
    const window_ = analyser.fftSize / context.sampleRate;
    await new Promise<void>((resolve) => {
      const look = () => (player.currentTime > at + 2 * window_ ? resolve() : requestAnimationFrame(look));
      look();
    });
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    player.pause();
    const loudest = bins.indexOf(Math.max(...bins));
    const pitch = (loudest * context.sampleRate) / analyser.fftSize;
    // The window ends now; its middle is what it tells.
    return (pitch - 400) / 4 + window_ / 2 - (player.currentTime - at);
  }, seconds);
}

describeInBrowser('a browser that is sent to five places of a recording', () => {
  it('plays on from each, also behind a damaged place', async () => {
    const page = await openPage(await serve(await forBrowsers('damaged.mp4')));
    for (const at of [3, 14, 15.5, 20, 27]) {
      const { error, time } = await playFrom(page, at);
      expect(error, `at ${at} s`).toBeNull();
      expect(time).toBeGreaterThan(at + 0.4);
    }
  });

  it('plays what was said there, where an MP3’s bit rate varies', async () => {
    const page = await openPage(await serve(await forBrowsers('vbr.mp3')));
    for (const at of [30, 90, 120, 150, 180])
      expect(Math.abs((await timeHeard(page, at)) - at), `at ${at} s`).toBeLessThan(1);
  });
});
