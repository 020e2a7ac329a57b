// A lock token goes as a delivery's tag in the byte order of a .NET Guid (first three fields little-endian), and in
// management requests as an AMQP uuid. The first order turned around twice is itself.
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

export const lockTokenBytes = 16;

/** The delivery tag of a lock token, and the lock token of a delivery tag. */
export function swapGuidOrder(bytes: Buffer): Buffer {
  return Buffer.from(guidOrder.map((index) => bytes[index] ?? 0));
}
