import type { Writable } from 'node:stream';
import type { Span } from '../lessons/transcript.ts';
import type { MediaSource } from './blobSource.ts';
import type { RunBounds } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fromSource } from './inputs.ts';
import { type Probe, tracksOf } from './probe.ts';

/** A voice's borders are heard to about a tenth of a second. */
export const paddingSeconds = 0.15;
// Between two stretches there is hardly a word; and a filter is told of each.
const joinGapSeconds = 0.3;
const mostStretches = 1500;

/**
 * What is muted where somebody speaks: a little before and after as well, and short gaps between.
 * @param spoken in any order; seconds
 */
export function mutedStretches(spoken: readonly Span[], durationSeconds: number): Span[] {
  const wide = spoken.map(({ start, end }) => ({
    start: Math.max(0, start - paddingSeconds),
    end: Math.min(Math.max(durationSeconds, end), end + paddingSeconds),
  }));
  // Of very many the gaps between are muted, too, rather than any of them not.
  for (let gap = joinGapSeconds; ; gap *= 2) {
    const stretches = joined(wide, gap);
    if (stretches.length <= mostStretches) return stretches;
  }
}

function joined(spans: readonly Span[], gap: number): Span[] {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last !== undefined && start - last.end <= gap) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

// A filter is switched on and off between two frames of sound: at 48 kHz these last ten milliseconds.
const frameSamples = 480;

/** The filter by which stretches of a sound are silent; none where there are none. Times from the file's first moment. */
export function mutingFilter(muted: readonly Span[]): string | undefined {
  if (muted.length === 0) return undefined;
  const within = muted.map(({ start, end }) => `between(t,${start.toFixed(3)},${end.toFixed(3)})`).join('+');
  return `asetnsamples=n=${frameSamples}:p=0,volume=volume=0:enable='${within}'`;
}

interface Muting extends RunBounds {
  readonly muted: readonly Span[];
}

/**
 * Writes a recording that browsers play with stretches of its sound muted; its picture is copied.
 * @param source an MP4 as `remux` or `joinPieces` have made it
 * @throws PermanentError | TransientError as `runFfmpeg`
 */
export async function mutePlayback(source: MediaSource, outFile: string, { muted, ...bounds }: Muting): Promise<void> {
  const filter = mutingFilter(muted);
  await runFfmpeg({
    ...bounds,
    doing: 'muting a voice in the video',
    source,
    inputs: [fromSource(source)],
    outputs: [
      {
        target: outFile,
        options: [
          ...['-map', '0:v?', '-c:v', 'copy', '-map', '0:a?', '-c:a', 'aac', '-b:a', '96k'],
          ...(filter === undefined ? [] : ['-af', filter]),
          ...['-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4'],
        ],
      },
    ],
  });
}

/** In what a muted original is written: it is sent on while it is made, so that it needs no room on the disk. */
function writingOf({ container }: Probe): { readonly muxer: readonly string[]; readonly sound: readonly string[] } {
  const aac = ['-c:a', 'aac', '-b:a', '160k'];
  const inParts = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
  if (container === 'mov') return { muxer: [...inParts, '-f', 'mov'], sound: aac };
  if (['mp4', 'm4a', '3gp'].includes(container)) return { muxer: [...inParts, '-f', 'mp4'], sound: aac };
  if (container === 'wav') return { muxer: ['-f', 'wav'], sound: ['-c:a', 'pcm_s16le'] };
  if (container === 'flac') return { muxer: ['-f', 'flac'], sound: ['-c:a', 'flac'] };
  // It takes whatever picture there is.
  return { muxer: ['-f', 'matroska'], sound: aac };
}

/**
 * Writes a recording anew with stretches of its sound muted, in every track. Its picture is copied as it is.
 * @throws PermanentError | TransientError as `runFfmpeg`: not every picture can be copied
 */
export async function muteOriginal(
  source: MediaSource,
  probe: Probe,
  target: Writable,
  { muted, ...bounds }: Muting,
): Promise<void> {
  const { muxer, sound } = writingOf(probe);
  const filter = mutingFilter(muted);
  await runFfmpeg({
    ...bounds,
    doing: 'muting a voice in the recording',
    source,
    inputs: [fromSource(source)],
    outputs: [
      {
        target,
        options: [
          ...(probe.video === null ? [] : ['-map', `0:${probe.video.streamIndex}`, '-c:v', 'copy']),
          ...tracksOf(probe).flatMap(({ streamIndex }) => ['-map', `0:${streamIndex}`]),
          ...sound,
          ...(filter === undefined ? [] : ['-af', filter]),
          ...muxer,
        ],
      },
    ],
  });
}
