import type { RpcTypedData } from './coreTypes.ts';

/** A value on its way to a function, as Azure's host hands it over: text as text, bytes as bytes, the rest as JSON. */
export function toTypedData(value: unknown): RpcTypedData {
  if (typeof value === 'string') return { string: value };
  if (value instanceof Uint8Array) return { bytes: value };
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { int: value };
  return { json: JSON.stringify(value ?? null) };
}

/** What a function returned or put out, as a plain value; bytes stay bytes, nothing is undefined. */
export function fromTypedData(data: RpcTypedData | null | undefined): unknown {
  if (!data) return undefined;
  if (typeof data.string === 'string') return data.string;
  if (typeof data.json === 'string') return JSON.parse(data.json);
  if (data.bytes) return data.bytes;
  return data.int ?? data.double ?? undefined;
}

/** What a queue message or blob holds: bytes as they are, text as UTF-8, and anything else as its JSON. */
export function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A payload that is a JSON object, for `{property}` expressions in other bindings; undefined for any other text. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>; // JSON that begins with a brace is an object
  } catch {
    // Text that only looks like JSON is a text: it gives no names to bind to.
    return undefined;
  }
}
