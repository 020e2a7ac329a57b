import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { RangeReader } from '../shared/media/blocks.ts';

/** A file on disk in the place of a blob. */
export interface CountingReader extends RangeReader {
  reads: number;
  bytesRead: number;
}

/** Reads a file on disk as a blob would be read; keeps count of what was read of it. */
export async function fileReader(file: string): Promise<CountingReader> {
  const reader: CountingReader = {
    sizeBytes: (await stat(file)).size,
    reads: 0,
    bytesRead: 0,
    async read(start, endExclusive, signal) {
      reader.reads += 1;
      reader.bytesRead += endExclusive - start;
      return createReadStream(file, { start, end: endExclusive - 1, signal });
    },
  };
  return reader;
}
