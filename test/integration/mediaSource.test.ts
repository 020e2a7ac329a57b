import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { PermanentError, TransientError } from '../../shared/errors.ts';
import { extractAudio } from '../../shared/media/audio.ts';
import { openSource } from '../../shared/media/blobSource.ts';
import type { RangeReader } from '../../shared/media/blocks.ts';
import { probeMedia } from '../../shared/media/probe.ts';
import { fileReader } from '../../testing/fileReader.ts';
import { makeMedia } from '../../testing/media.ts';
import { temporaryDirectory } from '../../testing/temporary.ts';

const directory = temporaryDirectory();
const content = randomBytes(9_000_001);
const bounds = { signal: new AbortController().signal, timeLimitSeconds: 60 };
let file = '';

beforeAll(async () => {
  file = join(directory.path, 'content');
  await writeFile(file, content);
});

const ask = (url: string, range?: string, method = 'GET') =>
  fetch(url, { method, headers: range === undefined ? {} : { range } });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('a stored file behind a loopback address', () => {
  it('gives all of it, and any stretch', async () => {
    await using source = await openSource(await fileReader(file));
    expect(content.equals(await bytesOf(await ask(source.url)))).toBe(true);
    for (const [range, start, end] of [
      ['bytes=0-0', 0, 1],
      ['bytes=2097150-2097155', 2_097_150, 2_097_156],
      ['bytes=8999999-', 8_999_999, 9_000_001],
      ['bytes=5000000-99999999', 5_000_000, 9_000_001],
      ['bytes=-7', 8_999_994, 9_000_001],
    ] as const) {
      const response = await ask(source.url, range);
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/9000001`);
      expect(content.subarray(start, end).equals(await bytesOf(response))).toBe(true);
    }
  });

  it('says how long it is without giving it', async () => {
    await using source = await openSource(await fileReader(file));
    const response = await ask(source.url, undefined, 'HEAD');
    expect(response.headers.get('content-length')).toBe('9000001');
    expect(await bytesOf(response)).toHaveLength(0);
  });

  it('refuses stretches that are not there, other methods and other paths', async () => {
    await using source = await openSource(await fileReader(file));
    for (const range of ['bytes=9000001-', 'bytes=5-4', 'bytes=-', 'bytes=a-b', 'bytes=0-1,5-6', 'lines=1-2']) {
      expect((await ask(source.url, range)).status).toBe(416);
    }
    expect((await ask(source.url, undefined, 'POST')).status).toBe(405);
    expect((await ask(source.url.slice(0, -1))).status).toBe(404);
    expect((await ask(`${source.url}?x`)).status).toBe(404);
  });

  it('gives a stretch as a file of its own', async () => {
    await using source = await openSource(await fileReader(file));
    const whole = content;
    const stretch = source.stretch(1000, 3_000_000);
    expect(stretch.sizeBytes).toBe(2_999_000);
    const all = await fetch(stretch.url);
    expect(Buffer.from(await all.arrayBuffer()).equals(whole.subarray(1000, 3_000_000))).toBe(true);
    const part = await fetch(stretch.url, { headers: { range: 'bytes=10-19' } });
    expect(part.headers.get('content-range')).toBe('bytes 10-19/2999000');
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(1010, 1020))).toBe(true);
    expect((await stretch.bytes(2_998_990, 9_000_000)).equals(whole.subarray(2_999_990, 3_000_000))).toBe(true);
    expect((await fetch(stretch.url, { headers: { range: 'bytes=2999000-' } })).status).toBe(416);
    expect((await fetch(`${source.url}/0-5`)).status).toBe(404);
  });

  it('is at another address each time, which nobody can guess', async () => {
    await using one = await openSource(await fileReader(file));
    await using other = await openSource(await fileReader(file));
    expect(new URL(one.url).pathname).toMatch(/^\/[0-9a-f]{32}$/);
    expect(new URL(one.url).pathname).not.toBe(new URL(other.url).pathname);
    expect(new URL(one.url).hostname).toBe('127.0.0.1');
  });

  it('reads each stretch once, however often a reader hops', async () => {
    const reader = await fileReader(file);
    await using source = await openSource(reader);
    for (let at = 0; at < 9_000_000; at += 100_000) {
      await bytesOf(await ask(source.url, `bytes=${at}-${at + 20_000}`));
    }
    expect(reader.bytesRead).toBe(content.length);
  });

  it('reads no further than somebody takes it, but for a little ahead', async () => {
    const size = 20_000_000_000;
    let farthest = 0;
    const reader: RangeReader = {
      sizeBytes: size,
      async read(start, end) {
        if (end < size / 2) farthest = Math.max(farthest, end);
        return Readable.from([Buffer.alloc(end - start)]);
      },
    };
    await using source = await openSource(reader);
    const request = get(source.url);
    const [response] = await once(request, 'response');
    await once(response, 'readable');
    // Nobody takes the rest, so reading must stand still while the server does other things.
    const others = async (count: number) => {
      for (let at = 1; at <= count; at += 1) {
        expect(await bytesOf(await ask(source.url, `bytes=-${at * 3_000_000}`))).toHaveLength(at * 3_000_000);
      }
    };
    await others(5);
    const before = farthest;
    await others(5);
    expect(farthest).toBe(before);
    expect(farthest).toBeLessThan(64_000_000);
    request.destroy();
  });

  it('is gone when it is closed, with every read under way', async () => {
    let aborted = false;
    const reading = Promise.withResolvers<void>();
    const reader: RangeReader = {
      sizeBytes: 100,
      read: (_start, _end, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
          reading.resolve();
        }),
    };
    const source = await openSource(reader);
    const pending = expect(ask(source.url)).rejects.toThrow();
    await reading.promise;
    await source[Symbol.asyncDispose]();
    await pending;
    expect(aborted).toBe(true);
    await expect(ask(source.url)).rejects.toThrow();
    expect(source.failure).toBeUndefined();
  });
});

describe('a file that cannot be read to its end', () => {
  /** Fails from a byte on, as storage does when it goes away or the file is replaced. */
  async function failing(path: string, from: number, error: Error): Promise<RangeReader> {
    const reader = await fileReader(path);
    return {
      sizeBytes: reader.sizeBytes,
      read: (start, end, signal) => (end > from ? Promise.reject(error) : reader.read(start, end, signal)),
    };
  }

  it('fails with what storage said, not as a short or broken video', async () => {
    const path = await makeMedia('long.mov', directory.path);
    const gone = new PermanentError('superseded', 'A newer upload replaced this one.');
    await using whole = await openSource(await fileReader(path));
    const probe = await probeMedia(whole, { maxDurationSeconds: 3600 }, bounds);
    await using source = await openSource(await failing(path, 6_000_000, gone));
    await expect(extractAudio(source, probe, directory.path, bounds)).rejects.toBe(gone);
  });

  it('fails so in the first look, too', async () => {
    const away = new TransientError('storage-unavailable', 'Away.');
    await using source = await openSource(await failing(file, 0, away));
    await expect(probeMedia(source, { maxDurationSeconds: 3600 }, bounds)).rejects.toBe(away);
  });

  it('fails when storage gives less than it should', async () => {
    const reader: RangeReader = { sizeBytes: 1000, read: async () => Readable.from([Buffer.alloc(999)]) };
    await using source = await openSource(reader);
    await expect(source.bytes(0, 10)).rejects.toThrow(expect.objectContaining({ code: 'storage-unavailable' }));
  });
});

describe('bytes of a stretch', () => {
  it('are cut at the end of the file', async () => {
    await using source = await openSource(await fileReader(file));
    expect(content.subarray(8_000_000).equals(await source.bytes(8_000_000, 99_000_000))).toBe(true);
  });
});
