import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readJsonLines } from '../train/scoring/jsonLines.ts';

const pieceSchema = z.object({
  /** From the manifest's folder. */
  file: z.string(),
  /** ISO 639-1 of what is said. */
  language: z.string().regex(/^[a-z]{2,3}$/),
  /** Its words, where they are known. */
  text: z.string().optional(),
});
/** Somebody says something in one language. */
export type Piece = z.infer<typeof pieceSchema>;

/** The pieces of a manifest in JSON Lines. Throws Error that names the line which is none. */
export function readPieces(manifest: string): Piece[] {
  return readJsonLines(manifest, pieceSchema).map(({ value }) => ({
    ...value,
    file: resolve(dirname(manifest), value.file),
  }));
}
