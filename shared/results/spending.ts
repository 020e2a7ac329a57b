import { z } from 'zod';
import { documents, inDatabase, statusOf } from './database.ts';

// Whole millionths of a dollar: sums of many small fractions would drift.
const storedSchema = z.object({ microDollars: z.number() });
const dayOf = (now: Date) => now.toISOString().slice(0, 10);

/** US dollars that all instances together have spent today (UTC). */
export async function spentToday(now = new Date()): Promise<number> {
  return inDatabase('reading what was spent', async () => {
    const day = dayOf(now);
    const { resource } = await (await documents('spending')).item(day, day).read();
    return resource === undefined ? 0 : storedSchema.parse(resource).microDollars / 1e6;
  });
}

/** Adds to what was spent today; additions of several instances at once all count. @returns the day's sum with it. */
export async function addSpending(dollars: number, now = new Date()): Promise<number> {
  const microDollars = Math.round(dollars * 1e6);
  if (microDollars === 0) return spentToday(now);
  return inDatabase('adding to what was spent', async () => {
    const day = dayOf(now);
    const item = (await documents('spending')).item(day, day);
    const add = async () => {
      const { resource } = await item.patch({
        operations: [{ op: 'incr', path: '/microDollars', value: microDollars }],
      });
      return storedSchema.parse(resource).microDollars / 1e6;
    };
    try {
      return await add();
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await createDay(day);
      return add();
    }
  });
}

async function createDay(day: string): Promise<void> {
  try {
    await (await documents('spending')).items.create({ id: day, microDollars: 0 });
  } catch (error) {
    // Another instance made it in between.
    if (statusOf(error) !== 409) throw error;
  }
}
