/** Bytes that are no AMQP 1.0 encoding, or one that nobody sends in good faith. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

// Deeper than anything the protocol or the SDKs send; rhea's reader recurses once per level.
const deepest = 32;

/** Widths of the fixed-size encodings by the first half of the constructor byte. */
const fixedWidths: Readonly<Record<number, number>> = { 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16 };

/** Every constructor byte that the specification defines, by width. */
const known: ReadonlySet<number> = new Set([
  ...[0x40, 0x41, 0x42, 0x43, 0x44, 0x45],
  ...[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56],
  ...[0x60, 0x61, 0x70, 0x71, 0x72, 0x73, 0x74, 0x80, 0x81, 0x82, 0x83, 0x84, 0x94, 0x98],
  ...[0xa0, 0xa1, 0xa3, 0xb0, 0xb1, 0xb3, 0xc0, 0xc1, 0xd0, 0xd1, 0xe0, 0xf0],
]);

function need(buffer: Uint8Array, end: number): number {
  if (end > buffer.length) throw new WireError(`an AMQP value runs past its end: ${end} of ${buffer.length} bytes`);
  return end;
}

function uint(buffer: Buffer, offset: number, width: number): number {
  need(buffer, offset + width);
  return width === 1 ? buffer.readUInt8(offset) : buffer.readUInt32BE(offset);
}

/** The end of the plain (not described) value behind a constructor byte, its data starting at `offset`. */
function skipData(buffer: Buffer, code: number, offset: number, depth: number): number {
  if (!known.has(code)) throw new WireError(`0x${code.toString(16)} is no AMQP type`);
  const kind = code >>> 4;
  const fixed = fixedWidths[kind];
  if (fixed !== undefined) return need(buffer, offset + fixed);
  const width = kind % 2 === 0 ? 1 : 4;
  const size = uint(buffer, offset, width);
  const end = need(buffer, offset + width + size);
  if (kind === 0xa || kind === 0xb) return end;
  const count = uint(buffer, offset + width, width);
  let position = offset + 2 * width;
  // An element takes a byte or more, except in arrays of null, true or zero, which would let 4 bytes ask for 4 billion.
  if (count > size) throw new WireError(`an AMQP value of ${size} bytes claims ${count} elements`);
  if (kind === 0xc || kind === 0xd) {
    if ((code === 0xc1 || code === 0xd1) && count % 2 !== 0)
      throw new WireError('an AMQP map has a key without a value');
    for (let index = 0; index < count; index += 1) position = skipValue(buffer, position, depth + 1);
  } else {
    const element = skipConstructor(buffer, position, depth + 1);
    position = element.offset;
    for (let index = 0; index < count; index += 1) position = skipData(buffer, element.code, position, depth + 1);
  }
  if (position !== end) throw new WireError('an AMQP list, map or array does not end where it says');
  return end;
}

function skipConstructor(buffer: Buffer, offset: number, depth: number): { code: number; offset: number } {
  if (depth > deepest) throw new WireError(`AMQP values are nested deeper than ${deepest}`);
  const code = uint(buffer, offset, 1);
  if (code !== 0) return { code, offset: offset + 1 };
  return skipConstructor(buffer, skipValue(buffer, offset + 1, depth + 1), depth + 1);
}

/**
 * The offset behind the AMQP value at `offset`, every length, count and type in it checked.
 * @throws WireError
 */
export function skipValue(buffer: Buffer, offset: number, depth = 0): number {
  const { code, offset: data } = skipConstructor(buffer, offset, depth);
  return skipData(buffer, code, data, depth);
}

/**
 * The encoded elements of the list or map at `offset`, a map's as key, value, key, value.
 * @throws WireError when it is neither
 */
export function elementsOf(buffer: Buffer, offset = 0): Buffer[] {
  const { code, offset: start } = skipConstructor(buffer, offset, 0);
  const end = skipData(buffer, code, start, 0);
  if (code === 0x45) return [];
  const kind = code >>> 4;
  if (kind !== 0xc && kind !== 0xd) throw new WireError(`expected a list or map, got 0x${code.toString(16)}`);
  const elements: Buffer[] = [];
  for (let position = start + (kind === 0xc ? 2 : 8); position < end; ) {
    const next = skipValue(buffer, position);
    elements.push(buffer.subarray(position, next));
    position = next;
  }
  return elements;
}

function compound(code: number, elements: readonly Buffer[]): Buffer {
  const content = Buffer.concat(elements);
  const head = Buffer.alloc(9);
  head.writeUInt8(code, 0);
  head.writeUInt32BE(content.length + 4, 1);
  head.writeUInt32BE(elements.length, 5);
  return Buffer.concat([head, content]);
}

/** The map (32-bit form) of these encoded keys and values, in the order given. */
export const mapOf = (elements: readonly Buffer[]): Buffer => compound(0xd1, elements);

/** The list (32-bit form) of these encoded elements. */
export const listOf = (elements: readonly Buffer[]): Buffer => compound(0xd0, elements);
