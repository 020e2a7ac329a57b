import { z } from 'zod';

/** A stretch of one of the files in which Azurite keeps the bytes of blobs and messages. */
export interface Extent {
  readonly id: string;
  readonly offset: number;
  readonly count: number;
}

const extentSchema = z.object({ id: z.string(), offset: z.number(), count: z.number() });
const held = z.object({ persistency: extentSchema.nullish() });
const holderSchema = held.extend({
  committedBlocksInOrder: z.array(held).nullish(),
  pageRangesInOrder: z.array(held).nullish(),
});

/**
 * Where the bytes of a blob, of a block of one, or of a message lie.
 * @throws ZodError for another shape than Azurite's: what is not understood must not be taken for unused.
 */
export function extentsOf(document: unknown): Extent[] {
  const { persistency, committedBlocksInOrder, pageRangesInOrder } = holderSchema.parse(document);
  const parts = [...(committedBlocksInOrder ?? []), ...(pageRangesInOrder ?? [])].map((part) => part.persistency);
  return [persistency, ...parts].flatMap((extent) => (extent && extent.count > 0 ? [extent] : []));
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What of some extents no other one covers. */
export function without(extents: readonly Extent[], others: readonly Extent[]): Extent[] {
  const covered = new Map<string, Stretch[]>();
  const ids = new Set(extents.map(({ id }) => id));
  for (const { id, offset, count } of others) {
    if (!ids.has(id)) continue;
    const stretches = covered.get(id) ?? [];
    stretches.push({ from: offset, to: offset + count });
    covered.set(id, stretches);
  }
  for (const stretches of covered.values()) stretches.sort((a, b) => a.from - b.from);
  return extents.flatMap((extent) => gaps(extent, covered.get(extent.id) ?? []));
}

function gaps({ id, offset, count }: Extent, covered: readonly Stretch[]): Extent[] {
  const end = offset + count;
  const left: Extent[] = [];
  let at = offset;
  for (const { from, to } of covered) {
    if (to <= at) continue;
    if (from >= end) break;
    if (from > at) left.push({ id, offset: at, count: from - at });
    at = Math.max(at, to);
  }
  if (at < end) left.push({ id, offset: at, count: end - at });
  return left;
}
