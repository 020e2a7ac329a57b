import rhea, { type Typed } from 'rhea';
import { WireError } from './wire.ts';

/** rhea ships these classes but its type declarations leave them out of `types`. */
interface Codec {
  readonly Reader: new (buffer: Buffer) => { read(): Typed };
  readonly Writer: new () => { write(value: Typed): void; toBuffer(): Buffer };
}

// Checked by every test that sends or receives: rhea/lib/types.js defines both on the exported object.
const codec = rhea.types as unknown as Codec;

/** rhea's own wrappers: `wrap_long(1)` and so on give values whose AMQP type is settled. */
export const amqp = rhea.types;

/** The bytes of a value; plain JavaScript values get the type that rhea would give them. */
export function encodeValue(value: unknown): Buffer {
  const writer = new codec.Writer();
  writer.write(amqp.wrap(value));
  return writer.toBuffer();
}

/** The plain JavaScript value of an encoding that `skipValue` has found sound. @throws WireError */
export function decodeValue(encoded: Buffer): unknown {
  try {
    return amqp.unwrap(new codec.Reader(encoded).read());
  } catch (error) {
    throw new WireError(`an AMQP value cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
