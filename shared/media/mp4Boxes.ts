import { PermanentError } from '../errors.ts';

/** Gives a file's bytes [start, endExclusive), cut at its end. */
export type ReadBytes = (start: number, endExclusive: number) => Promise<Buffer>;

// An ordinary MP4 has 3 to 6 boxes at its top; a fragmented one, which ends where it ends, thousands.
const looksAt = 32;
const firstTypes = new Set(['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp']);

const cutOff = (what: string) =>
  new PermanentError(
    'file-truncated',
    `${what}: the recording or the upload was cut off. Upload it again, or repair it.`,
  );

/**
 * Walks the boxes at the top of an MP4 or MOV; any other file is let pass.
 * ffmpeg reads an MP4 whose end is missing up to there and says nothing: half a lesson would look like a whole one.
 * @throws PermanentError 'file-truncated' when a box reaches past the end of the file, or there is no index (moov).
 */
export async function checkBoxes(read: ReadBytes, sizeBytes: number): Promise<void> {
  let indexed = false;
  let at = 0;
  for (let count = 0; at < sizeBytes; count += 1) {
    if (count === looksAt) return;
    const head = await read(at, at + 16);
    const type = head.toString('latin1', 4, 8);
    if (count === 0 && !firstTypes.has(type)) return;
    // A few bytes of padding at the end are common.
    if (head.length < 8 || !/^[\w\u00a9 -]{4}$/.test(type)) break;
    if (type === 'moof') return;
    if (type === 'moov') indexed = true;
    const short = head.readUInt32BE(0);
    // 0 means up to the end of the file, 1 that 64 bits follow.
    const size =
      short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short === 0 ? sizeBytes - at : short;
    if (size < 8) break;
    at += size;
  }
  if (!indexed) throw cutOff('The MP4 lacks its index');
  if (at > sizeBytes) throw cutOff(`The MP4 ends after ${sizeBytes} of ${at} bytes`);
}
