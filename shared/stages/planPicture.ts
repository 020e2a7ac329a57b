import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { isIntact } from '../media/intact.ts';
import { type Probe, probeSchema } from '../media/probe.ts';
import { pieceSchema, planTranscode, transcodePieces } from '../media/transcode.ts';
import { config } from '../settings/config.ts';
import { readJson } from '../storage/json.ts';
import { mutedIn } from '../storage/removals.ts';
import { openUpload } from './openUpload.ts';

export const picturePlanSchema = z.object({
  way: z.enum(['leave', 'remux', 'encode']),
  pieces: z.array(pieceSchema),
  parallel: z.int().positive(),
  damaged: z.boolean().default(false).describe('a browser would stop in the middle; absent in plans from before'),
});
export type PicturePlan = z.infer<typeof picturePlanSchema>;

// Encoding takes every core that there is: one piece at a time on an instance, two in the queue.
const parallelPieces = 2;

/** Decides how a video becomes one that any browser plays. */
export async function planPicture(source: Source, signal: AbortSignal): Promise<PicturePlan> {
  const probe = await readJson('work', blobPaths.probe(source), probeSchema);
  const planned = planTranscode(probe, await mutedIn(source));
  const damaged = planned !== 'encode' && !(await plays(source, probe, signal));
  const mended = probe.video === null ? 'remux' : 'encode';
  const way = damaged ? mended : planned;
  const pieces = way === 'encode' ? transcodePieces(probe) : [];
  return { way, pieces, parallel: parallelPieces, damaged };
}

async function plays(source: Source, probe: Probe, signal: AbortSignal): Promise<boolean> {
  await using media = await openUpload(source);
  return await isIntact(media, probe, { signal, timeLimitSeconds: config().MEDIA_TIMEOUT_SECONDS });
}
