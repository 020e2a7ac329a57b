import { readFile } from 'node:fs/promises';

/** The samples of a WAV file of 16 kHz, 16 bits, mono, whose header is the usual 44 bytes and what may follow it. */
export async function readWav(file: string): Promise<Float32Array> {
  const bytes = await readFile(file);
  const data = bytes.indexOf('data') + 8;
  return Float32Array.from({ length: (bytes.length - data) / 2 }, (_, i) => bytes.readInt16LE(data + 2 * i) / 32_768);
}
