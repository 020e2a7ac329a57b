import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { probeSchema } from '../media/probe.ts';
import { pieceSchema, planTranscode, transcodePieces } from '../media/transcode.ts';
import { readJson } from '../storage/json.ts';

export const picturePlanSchema = z.object({
  way: z.enum(['leave', 'remux', 'encode']),
  pieces: z.array(pieceSchema),
  parallel: z.int().positive(),
});
export type PicturePlan = z.infer<typeof picturePlanSchema>;

// Encoding takes every core that there is: one piece at a time on an instance, two in the queue.
const parallelPieces = 2;

/** Decides how a video becomes one that any browser plays. */
export async function planPicture(source: Source): Promise<PicturePlan> {
  const probe = await readJson('work', blobPaths.probe(source), probeSchema);
  const way = planTranscode(probe);
  const pieces = way === 'encode' ? transcodePieces(probe) : [];
  return { way, pieces, parallel: parallelPieces };
}
