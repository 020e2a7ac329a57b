import { rm, writeFile } from 'node:fs/promises';
import type { Span } from '../lessons/transcript.ts';
import type { RunBounds } from './failure.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { fromFile } from './inputs.ts';
import { mutingFilter } from './mute.ts';

/** A piece as `encodePiece` wrote it; times in seconds of the whole. */
export interface EncodedPiece {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

const quoted = (file: string) => `'file:${file.replaceAll("'", String.raw`'\''`)}'`;

/** The script of ffmpeg's concat demuxer. Lengths are given, for a file's own includes what its last frame rounds to. */
export function joinScript(pieces: readonly EncodedPiece[]): string {
  const lines = pieces.map(({ file, start, end }) => `file ${quoted(file)}\nduration ${(end - start).toFixed(6)}\n`);
  return `ffconcat version 1.0\n${lines.join('')}`;
}

/**
 * Joins encoded pieces into one MP4 that plays while it loads. The picture is copied, the sound becomes AAC.
 * Opens no file but the pieces.
 * @param pieces in order, each where the one before ends
 * @param muted stretches of the whole in which the sound is silent
 * @throws PermanentError | TransientError as `runFfmpeg`.
 */
export async function joinPieces(
  pieces: readonly EncodedPiece[],
  outFile: string,
  bounds: RunBounds,
  muted: readonly Span[] = [],
): Promise<void> {
  const filter = mutingFilter(muted);
  const script = `${outFile}.ffconcat`;
  await writeFile(script, joinScript(pieces));
  try {
    await runFfmpeg({
      ...bounds,
      doing: 'joining the encoded pieces',
      inputs: [fromFile(script, 'concat,mov', '-f', 'concat', '-safe', '0')],
      outputs: [
        {
          target: outFile,
          options: [
            ...['-map', '0:v', '-c:v', 'copy', '-map', '0:a?', '-c:a', 'aac', '-b:a', '96k'],
            ...(filter === undefined ? [] : ['-af', filter]),
            ...['-movflags', '+faststart', '-f', 'mp4'],
          ],
        },
      ],
    });
  } finally {
    await rm(script, { force: true });
  }
}
