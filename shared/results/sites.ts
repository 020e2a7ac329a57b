import { z } from 'zod';
import type { Reach } from '../lessons/reach.ts';
import { documents, inDatabase } from './database.ts';
import { reached } from './reached.ts';

const rowSchema = z.object({ siteId: z.string() });

/** The sites of the lessons within a reach, by name. Counted here: grouping is nothing that every Cosmos DB server can do. */
export async function listSites(reach: Reach): Promise<{ siteId: string; lessonCount: number }[]> {
  const counts = new Map<string, number>();
  const { condition, parameters } = reached(reach);
  const query = `SELECT c.siteId FROM c${condition === undefined ? '' : ` WHERE ${condition}`}`;
  const pages = (await documents('lessons')).items.query({ query, parameters }, { maxItemCount: 1000 });
  while (pages.hasMoreResults()) {
    const page = await inDatabase('listing sites', () => pages.fetchNext());
    for (const row of page.resources ?? []) {
      const { siteId } = rowSchema.parse(row);
      counts.set(siteId, (counts.get(siteId) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([siteId, lessonCount]) => ({ siteId, lessonCount }))
    .toSorted((a, b) => a.siteId.localeCompare(b.siteId, 'en'));
}
