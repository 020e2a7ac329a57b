import type { VoiceWindow } from './findVoices.ts';
import { unit } from './vectors.ts';

/** What a file of embeddings begins with: its form, how many windows, and how many numbers each. */
const head = 12;
const form = 1;

/** Windows as bytes, little-endian: after the head, of each its start and end in seconds (float64) and its vector (float16). */
export function toBytes(windows: readonly VoiceWindow[]): Uint8Array {
  const size = windows[0]?.vector.length ?? 0;
  const each = 16 + 2 * size;
  const bytes = new Uint8Array(head + windows.length * each);
  const view = new DataView(bytes.buffer);
  for (const [place, value] of [form, windows.length, size].entries()) view.setUint32(4 * place, value, true);
  for (const [at, { start, end, vector }] of windows.entries()) {
    const from = head + at * each;
    view.setFloat64(from, start, true);
    view.setFloat64(from + 8, end, true);
    for (const [place, value] of vector.entries()) view.setFloat16(from + 16 + 2 * place, value, true);
  }
  return bytes;
}

/** The windows that `toBytes` wrote; null where the bytes are something else. */
export function fromBytes(bytes: Uint8Array): VoiceWindow[] | null {
  if (bytes.byteLength < head) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [kind, count = 0, size = 0] = [0, 4, 8].map((place) => view.getUint32(place, true));
  const each = 16 + 2 * size;
  if (kind !== form || bytes.byteLength !== head + count * each) return null;
  return Array.from({ length: count }, (_, at) => head + at * each).flatMap((from) => {
    const vector = unit(
      Float32Array.from({ length: size }, (_, place) => view.getFloat16(from + 16 + 2 * place, true)),
    );
    return vector === null
      ? []
      : [{ start: view.getFloat64(from, true), end: view.getFloat64(from + 8, true), vector }];
  });
}
