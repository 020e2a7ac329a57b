import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Blocks, type RangeReader } from './blocks.ts';

/** One stored file, as ffmpeg can read it: at a loopback address that nobody can guess, until it is disposed of. */
export interface MediaSource extends AsyncDisposable {
  readonly url: string;
  readonly sizeBytes: number;
  /** The file's bytes [start, endExclusive), cut at its end. Only for small stretches: they are held in memory. */
  bytes(start: number, endExclusive: number): Promise<Buffer>;
  /**
   * What first went wrong in reading the file. ffmpeg takes a connection that breaks for the end of the file and
   * ends well, so this must be asked after every run.
   */
  readonly failure: unknown;
  /** The file's bytes [start, endExclusive) as a file of its own, for as long as this one is open. */
  stretch(start: number, endExclusive: number): MediaSource;
}

interface Range {
  readonly start: number;
  readonly endExclusive: number;
}

/** The stretch that a Range header asks for; all of it without one; null when it can't be had. */
export function rangeOf(header: string | undefined, sizeBytes: number): Range | null {
  if (header === undefined) return { start: 0, endExclusive: sizeBytes };
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return null;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const endExclusive = first === '' || last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  return start < endExclusive ? { start, endExclusive } : null;
}

async function answer(request: IncomingMessage, response: ServerResponse, blocks: Blocks, whole: Range) {
  const sizeBytes = whole.endExclusive - whole.start;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const range = rangeOf(request.headers.range, sizeBytes);
  if (range === null) {
    response.writeHead(416, { 'content-range': `bytes */${sizeBytes}` }).end();
    return;
  }
  const { start, endExclusive } = range;
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': endExclusive - start,
    ...(request.headers.range !== undefined && {
      'content-range': `bytes ${start}-${endExclusive - 1}/${sizeBytes}`,
    }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const bytes = blocks.bytes(whole.start + start, whole.start + endExclusive);
  await pipeline(Readable.from(bytes, { objectMode: false, highWaterMark: 1 }), response);
}

/**
 * Opens one stored file for ffmpeg, over HTTP with ranges on 127.0.0.1. Holds a bounded number of its blocks in memory.
 * Dispose of it when the work is done: it closes the port and ends every read.
 */
export async function openSource(reader: RangeReader): Promise<MediaSource> {
  const closing = new AbortController();
  const blocks = new Blocks(reader, closing.signal);
  const path = `/${randomBytes(16).toString('hex')}`;
  const stretches = new Map<string, Range>();
  const server = createServer((request, response) => {
    const range = stretches.get(request.url ?? '');
    if (range === undefined) {
      response.writeHead(404).end();
      return;
    }
    answer(request, response, blocks, range).catch(() => {
      // Either ffmpeg hung up, as it does to hop elsewhere, or reading failed, which `failure` keeps.
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The loopback server has no port.');
  const stretch = (start: number, endExclusive: number, own = `${path}/${start}-${endExclusive}`): MediaSource => {
    stretches.set(own, { start, endExclusive });
    return {
      url: `http://127.0.0.1:${address.port}${own}`,
      sizeBytes: endExclusive - start,
      async bytes(from, toExclusive) {
        const parts: Buffer[] = [];
        const last = Math.min(start + toExclusive, endExclusive);
        for await (const part of blocks.bytes(start + from, last)) parts.push(part);
        return Buffer.concat(parts);
      },
      get failure() {
        return blocks.failure;
      },
      stretch: (from, toExclusive) => stretch(start + from, Math.min(start + toExclusive, endExclusive)),
      async [Symbol.asyncDispose]() {
        stretches.delete(own);
      },
    };
  };
  return {
    ...stretch(0, reader.sizeBytes, path),
    get failure() {
      return blocks.failure;
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new Error('The source is closed.'));
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}
