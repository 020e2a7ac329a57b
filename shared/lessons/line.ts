import { z } from 'zod';

/** A lesson in the line, by the name of its analysis. */
const placeSchema = z.object({ id: z.string(), large: z.boolean() });
const takenSchema = placeSchema.extend({
  begun: z.boolean().describe('false until it has seen that it is its turn'),
  since: z.iso.datetime().optional().describe('when its turn came; absent for those of before this was kept'),
});

/** The lessons that are worked on, and those that wait, the first to come first. */
export const lineSchema = z.object({ underWay: z.array(takenSchema), waiting: z.array(placeSchema) });
export type Line = z.infer<typeof lineSchema>;

export const emptyLine: Line = { underWay: [], waiting: [] };

// About a quarter of an hour as cameras in classrooms record it (2.4 Mbit/s).
const largeBytes = 256 * 1024 * 1024;

/** Whether a recording takes so long that others should not all wait behind several of its kind. */
export function isLarge(sizeBytes: number): boolean {
  return sizeBytes > largeBytes;
}

/**
 * Puts a lesson at the end of the line, once, and takes in whoever's turn it is.
 * @param atOnce how many lessons are worked on at once; 1 or more.
 * @returns whether it is the lesson's turn, which it has then begun.
 */
export function enter(line: Line, { id, large }: z.infer<typeof placeSchema>, atOnce: number): [Line, boolean] {
  const known = [...line.underWay, ...line.waiting].some((place) => place.id === id);
  const next = admit(known ? line : { ...line, waiting: [...line.waiting, { id, large }] }, atOnce);
  const underWay = next.underWay.map((place) => (place.id === id ? { ...place, begun: true } : place));
  return [{ ...next, underWay }, underWay.some((place) => place.id === id)];
}

/** Takes lessons out, whether they were worked on or waited, and takes in whoever's turn it is. */
export function leave(line: Line, ids: readonly string[], atOnce: number): Line {
  const stays = ({ id }: { readonly id: string }) => !ids.includes(id);
  return admit({ underWay: line.underWay.filter(stays), waiting: line.waiting.filter(stays) }, atOnce);
}

/** Notes when the turn came of those for whom that is not noted yet. */
export function noteTurns({ underWay, waiting }: Line, now: Date): Line {
  return { underWay: underWay.map((place) => ({ since: now.toISOString(), ...place })), waiting };
}

/** First come, first served; a quarter of the places, one at least where there are two, is never given to a large one. */
function admit(line: Line, atOnce: number): Line {
  const underWay = [...line.underWay];
  const waiting = [...line.waiting];
  const forLarge = Math.max(1, atOnce - Math.ceil(atOnce / 4));
  while (underWay.length < atOnce) {
    const large = underWay.filter((place) => place.large).length;
    const next = waiting.findIndex((place) => !place.large || large < forLarge);
    if (next < 0) break;
    underWay.push(...waiting.splice(next, 1).map((place) => ({ ...place, begun: false })));
  }
  return { underWay, waiting };
}
