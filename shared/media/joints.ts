import type { MediaSource } from './blobSource.ts';
import type { RunBounds } from './failure.ts';
import { type Packet, runOverPackets } from './ffprobe.ts';

/** A stretch of a file in which time runs on; bytes, and seconds from its first sound or picture to its last. */
export interface Stretch {
  readonly start: number;
  readonly endExclusive: number;
  readonly durationSeconds: number;
}

// As ffmpeg: what goes back, or ahead by more than this, is another recording. Pictures are stored out of order by less
// than half a second.
const backSeconds = 0.5;
const aheadSeconds = 10;
const mostStretches = 100;

/** One stream's way through the file: its packets are in order, so its jumps say in which stretch each lies. */
interface Way {
  readonly jumps: number[];
  last: number;
}

/** Gathers packets; gives the joints and the lengths between them. */
export class Joints {
  readonly #ways = new Map<number, Way>();
  readonly #lengths: { from: number; to: number }[] = [];

  add({ streamIndex, decoded, shown, durationSeconds, position }: Packet): void {
    const way = this.#ways.get(streamIndex) ?? { jumps: [], last: decoded };
    this.#ways.set(streamIndex, way);
    if (decoded < way.last - backSeconds || decoded > way.last + aheadSeconds) way.jumps.push(position);
    way.last = decoded;
    if (way.jumps.length > mostStretches) return;
    const length = this.#lengths[way.jumps.length];
    const end = shown + durationSeconds;
    this.#lengths[way.jumps.length] = {
      from: Math.min(length?.from ?? shown, shown),
      to: Math.max(length?.to ?? end, end),
    };
  }

  /**
   * Where each stretch but the first begins, in bytes, with all lengths in seconds. Null where the streams do not jump
   * together, or too often for joined recordings.
   */
  found(): { readonly joints: readonly number[]; readonly lengths: readonly number[] } | null {
    const all = [...this.#ways.values()].map(({ jumps }) => jumps);
    const [first = []] = all;
    if (first.length >= mostStretches || all.some(({ length }) => length !== first.length)) return null;
    const joints = first.map((_, at) => Math.min(...all.map((jumps) => jumps[at] ?? Number.POSITIVE_INFINITY)));
    const ordered = joints.every((joint, at) => joint > (joints[at - 1] ?? 0));
    return ordered ? { joints, lengths: this.#lengths.map(({ from, to }) => to - from) } : null;
  }
}

const tsSync = 0x47;
/** More than what stands before the first sound or picture of a recording: tables of an MPEG-TS, a pack of a VOB. */
const lookBackBytes = 64 * 1024;

/**
 * Where the recording begins whose first sound or picture lies at `position`: before the tables of an MPEG-TS, or at the
 * pack of a program stream.
 * @param pids of the streams; what is none of theirs belongs to what follows
 */
async function beginOf(source: MediaSource, position: number, pids: ReadonlySet<number>): Promise<number> {
  const from = Math.max(0, position - lookBackBytes);
  const bytes = await source.bytes(from, position + 1);
  const at = bytes.length - 1;
  if (bytes[at] !== tsSync) {
    const pack = bytes.lastIndexOf(Buffer.from([0, 0, 1, 0xba]));
    return pack < 0 ? position : from + pack;
  }
  // Camcorders put four bytes of time before each packet.
  const size = bytes[at - 188] === tsSync && bytes[at - 376] === tsSync ? 188 : 192;
  let begin = at;
  while (begin >= size && bytes[begin - size] === tsSync) {
    if (pids.has(bytes.readUInt16BE(begin - size + 1) & 0x1f_ff)) break;
    begin -= size;
  }
  return from + begin;
}

/**
 * Reads a stream to its end, and finds recordings that were joined by putting one file behind the other: time begins
 * anew in each, and a player, which goes by the first and the last time stamp, loses most of them.
 * @param pids the streams' own numbers
 * @returns one stretch for an ordinary file, null where times jump so that nobody can tell recordings apart
 * @throws PermanentError | TransientError as `runFfprobe`
 */
export async function findStretches(
  source: MediaSource,
  streams: ReadonlySet<number>,
  pids: ReadonlySet<number>,
  bounds: RunBounds,
): Promise<Stretch[] | null> {
  const joints = new Joints();
  await runOverPackets(source, bounds, (packet) => {
    if (streams.has(packet.streamIndex)) joints.add(packet);
  });
  const found = joints.found();
  if (found === null) return null;
  const begins = [0];
  for (const joint of found.joints) begins.push(await beginOf(source, joint, pids));
  return found.lengths.map((durationSeconds, at) => ({
    start: begins[at] ?? 0,
    endExclusive: begins[at + 1] ?? source.sizeBytes,
    durationSeconds,
  }));
}
