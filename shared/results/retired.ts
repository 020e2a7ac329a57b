import type { Lesson } from '../lessons/lesson.ts';
import { documents, inDatabase } from './database.ts';
import { readLesson } from './lessons.ts';

/**
 * Lessons whose time is over: those whose day of retention lies before today (UTC), and those without one that were
 * uploaded more than `days` ago. None that is on hold. At most `limit`.
 */
export async function lessonsToRetire(now: Date, days: number, limit: number): Promise<Lesson[]> {
  const query = {
    query: `SELECT * FROM c
      WHERE (NOT IS_DEFINED(c.hold) OR c.hold = false)
      AND ((IS_DEFINED(c.retainUntil) AND c.retainUntil < @today)
        OR (NOT IS_DEFINED(c.retainUntil) AND c.uploadedAt < @oldest))`,
    parameters: [
      { name: '@today', value: now.toISOString().slice(0, 10) },
      { name: '@oldest', value: new Date(now.getTime() - days * 86_400_000).toISOString() },
    ],
  };
  return inDatabase('looking for lessons whose time is over', async () => {
    const pages = (await documents('lessons')).items.query(query, { maxItemCount: limit });
    const found: Lesson[] = [];
    while (pages.hasMoreResults() && found.length < limit) {
      const page = await pages.fetchNext();
      found.push(...(page.resources ?? []).map(readLesson));
    }
    return found.slice(0, limit);
  });
}
