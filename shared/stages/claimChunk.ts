import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { changeText } from '../storage/change.ts';
import { parseJson, writeJson } from '../storage/json.ts';

/** Which chunk each lane claimed last. The first has the lane's own number, and is not written down; `next` is nobody's yet. */
const claimsSchema = z.object({
  chunkCount: z.int().nonnegative(),
  next: z.int().nonnegative(),
  held: z.record(z.string(), z.object({ step: z.int().positive(), index: z.int().nonnegative() })),
});
type Claims = z.infer<typeof claimsSchema>;

/** Lays down what lanes claim from, anew: `lanes` of them begin with the first chunks. */
export async function openClaims(source: Source, chunkCount: number, lanes: number): Promise<void> {
  const claims: Claims = { chunkCount, next: Math.min(lanes, chunkCount), held: {} };
  await writeJson('work', blobPaths.chunkClaims(source), claims);
}

/**
 * The chunk that a lane transcribes at its `step`, which counts from 0. Each is given to one lane alone, and asked again, also
 * by two at once, the same step has the same answer.
 * @returns null when none is left, when the lesson is gone, and for a step that the lane has done already.
 */
export async function claimChunk(source: Source, lane: number, step: number): Promise<number | null> {
  if (step === 0) return lane;
  let index: number | null = null;
  await change(source, (claims) => {
    const held = claims.held[lane];
    const known = held !== undefined && held.step >= step;
    if (known) index = held.step === step ? held.index : null;
    else index = claims.next < claims.chunkCount ? claims.next : null;
    if (known || index === null) return null;
    return { ...claims, next: index + 1, held: { ...claims.held, [lane]: { step, index } } };
  });
  return index;
}

/** Leaves no chunk to claim: the lesson fails, and what was not asked for yet need not be. */
export async function endClaims(source: Source): Promise<void> {
  await change(source, (claims) => (claims.next < claims.chunkCount ? { ...claims, next: claims.chunkCount } : null));
}

async function change(source: Source, next: (claims: Claims) => Claims | null): Promise<void> {
  const path = blobPaths.chunkClaims(source);
  await changeText('work', path, 'application/json', (text) => {
    const claims = text === null ? null : next(parseJson(text, claimsSchema, `work/${path}`));
    return claims === null ? null : JSON.stringify(claims);
  });
}
