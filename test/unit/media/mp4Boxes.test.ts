import { describe, expect, it } from 'vitest';
import { checkBoxes } from '../../../shared/media/mp4Boxes.ts';

function box(type: string, size: number, body = size - 8): Buffer {
  const bytes = Buffer.alloc(8 + body);
  bytes.writeUInt32BE(size, 0);
  bytes.write(type, 4, 'latin1');
  return bytes;
}

function longBox(type: string, size: bigint, body: number): Buffer {
  const bytes = Buffer.alloc(16 + body);
  bytes.writeUInt32BE(1, 0);
  bytes.write(type, 4, 'latin1');
  bytes.writeBigUInt64BE(size, 8);
  return bytes;
}

function check(...boxes: Buffer[]): Promise<void> {
  const file = Buffer.concat(boxes);
  return checkBoxes(async (start, end) => file.subarray(start, end), file.length);
}

const truncated = expect.objectContaining({ code: 'file-truncated' });

describe('the boxes of an MP4', () => {
  it('are whole with the index at the end or at the start', async () => {
    await check(box('ftyp', 32), box('mdat', 500), box('moov', 100));
    await check(box('ftyp', 32), box('moov', 100), box('free', 8), box('mdat', 500));
  });

  it('lack the index of a recording that was cut off', async () => {
    await expect(check(box('ftyp', 32), box('mdat', 5000, 100))).rejects.toThrow(truncated);
    await expect(check(box('ftyp', 32))).rejects.toThrow(truncated);
  });

  it('reach past the end of an upload that was cut off', async () => {
    await expect(check(box('ftyp', 32), box('moov', 100), box('mdat', 5000, 300))).rejects.toThrow(truncated);
    await expect(check(box('ftyp', 32), box('moov', 100), longBox('mdat', 6_000_000_000n, 300))).rejects.toThrow(
      truncated,
    );
  });

  it('may be one of 64 bits, one without a length at the end, or fragments', async () => {
    await check(box('ftyp', 32), longBox('mdat', 116n, 100), box('moov', 100));
    await check(box('ftyp', 32), box('moov', 100), box('mdat', 0, 300));
    await check(box('ftyp', 32), box('moov', 100), box('moof', 60), box('mdat', 5000, 20));
  });

  it('may be followed by padding', async () => {
    await check(box('ftyp', 32), box('moov', 100), box('mdat', 50), Buffer.alloc(5));
    await check(box('ftyp', 32), box('moov', 100), box('mdat', 50), Buffer.alloc(64));
  });

  it('are not looked for in other files', async () => {
    await check(Buffer.from('1a45dfa3a342868101ff00ff00ff00ff', 'hex'));
  });

  it('end for a length that leads nowhere', async () => {
    await expect(check(box('ftyp', 32), box('mdat', 3, 100))).rejects.toThrow(truncated);
  });
});
