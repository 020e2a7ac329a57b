import { skipValue, WireError } from './wire.ts';

const protocolHeader = Buffer.from('AMQP');

/**
 * Watches a connection's bytes ahead of rhea and throws on the first that no honest peer sends: frames longer than
 * announced, and performatives whose lengths or counts lie, on which rhea would allocate or loop without bound.
 * @param maxFrameBytes the frame size that the broker announces
 * @returns the check, to be called with every chunk in order; throws WireError
 */
export function createFrameGuard(maxFrameBytes: number): (chunk: Buffer) => void {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let needed = 8;

  function check(bytes: Buffer): Buffer {
    let offset = 0;
    for (;;) {
      const rest = bytes.length - offset;
      needed = 8;
      if (rest < needed) break;
      if (bytes.subarray(offset, offset + 4).equals(protocolHeader)) {
        offset += 8;
        continue;
      }
      const size = bytes.readUInt32BE(offset);
      if (size < 8 || size > maxFrameBytes) throw new WireError(`a frame of ${size} bytes`);
      needed = size;
      if (rest < size) break;
      const frame = bytes.subarray(offset, offset + size);
      const dataAt = frame.readUInt8(4) * 4;
      if (dataAt < 8 || dataAt > size) throw new WireError(`a frame of ${size} bytes with data at ${dataAt}`);
      // An empty frame is a heartbeat.
      if (dataAt < size) skipValue(frame, dataAt);
      offset += size;
    }
    return bytes.subarray(offset);
  }

  return (chunk) => {
    pending.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes < needed) return;
    const rest = check(Buffer.concat(pending, pendingBytes));
    pending = rest.length > 0 ? [rest] : [];
    pendingBytes = rest.length;
  };
}
