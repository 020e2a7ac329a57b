import { z } from 'zod';
import { documents, inDatabase } from './database.ts';

const rowSchema = z.object({ siteId: z.string() });

/** The sites that have lessons, by name. Counted here: grouping is nothing that every Cosmos DB server can do. */
export async function listSites(): Promise<{ siteId: string; lessonCount: number }[]> {
  const counts = new Map<string, number>();
  const pages = (await documents('lessons')).items.query('SELECT c.siteId FROM c', { maxItemCount: 1000 });
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
