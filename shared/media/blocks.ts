import { TransientError } from '../errors.ts';

/** A stretch-by-stretch view of one stored file that does not change while it is read. */
export interface RangeReader {
  readonly sizeBytes: number;
  /** The bytes [start, endExclusive). Rejects with a PermanentError or TransientError when they can't be had. */
  read(start: number, endExclusive: number, signal: AbortSignal): Promise<NodeJS.ReadableStream>;
}

// 2 MB is a request worth its latency; eight of them hold the stretch that ffmpeg hops about in, whatever the file's size.
const blockBytes = 2 * 1024 * 1024;
const keptBlocks = 8;

/**
 * Reads a file in blocks and keeps the last few.
 * ffmpeg hops: it skips the picture between two stretches of sound by a new HTTP request. Without this,
 * an hour of video would cost storage thousands of requests; so it costs each block once.
 */
export class Blocks {
  readonly #reader: RangeReader;
  readonly #signal: AbortSignal;
  readonly #kept = new Map<number, Promise<Buffer>>();
  #failure: unknown;

  constructor(reader: RangeReader, signal: AbortSignal) {
    this.#reader = reader;
    this.#signal = signal;
  }

  /** What first went wrong in reading, if anything did; aborting is no failure. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Yields the bytes [start, endExclusive), block by block, as fast as they are taken. */
  async *bytes(start: number, endExclusive: number): AsyncGenerator<Buffer> {
    let at = start;
    while (at < endExclusive) {
      const index = Math.floor(at / blockBytes);
      const offset = index * blockBytes;
      const piece = (await this.#block(index)).subarray(at - offset, endExclusive - offset);
      yield piece;
      at += piece.length;
    }
  }

  #block(index: number): Promise<Buffer> {
    const block = this.#take(index);
    // Reading on where the last block ended: have the next one under way.
    if (this.#kept.has(index - 1) && (index + 1) * blockBytes < this.#reader.sizeBytes) this.#take(index + 1);
    return block;
  }

  #take(index: number): Promise<Buffer> {
    const block = this.#kept.get(index) ?? this.#fetch(index);
    this.#kept.delete(index);
    this.#kept.set(index, block);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptBlocks) break;
      this.#kept.delete(oldest);
    }
    return block;
  }

  #fetch(index: number): Promise<Buffer> {
    const block = this.#download(index);
    // A block fetched ahead may fail before anybody waits for it; whoever takes it gets the same error.
    block.catch((error: unknown) => {
      if (!this.#signal.aborted) this.#failure ??= error;
    });
    return block;
  }

  async #download(index: number): Promise<Buffer> {
    const start = index * blockBytes;
    const end = Math.min(start + blockBytes, this.#reader.sizeBytes);
    const block = Buffer.allocUnsafeSlow(end - start);
    let filled = 0;
    for await (const chunk of await this.#reader.read(start, end, this.#signal)) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      filled += bytes.copy(block, filled);
    }
    if (filled < block.length) {
      throw new TransientError('storage-unavailable', `Storage gave ${filled} of ${block.length} bytes of the video.`);
    }
    return block;
  }
}
