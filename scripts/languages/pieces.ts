import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';

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
  const lines = readFileSync(manifest, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      const piece = pieceSchema.parse(JSON.parse(line));
      return [{ ...piece, file: resolve(dirname(manifest), piece.file) }];
    } catch (error) {
      throw new Error(`${manifest}, line ${index + 1} is no piece.`, { cause: error });
    }
  });
}
