import { z } from 'zod';
import { documents, inDatabase } from './database.ts';

/** The lessons under analysis. */
export interface Running {
  readonly count: number;
  /** Seconds since the oldest began; 0 when there is none. */
  readonly oldestSeconds: number;
}

/** Counts the lessons of all sites that are under analysis. */
export async function readRunning(now = new Date()): Promise<Running> {
  return inDatabase('counting running lessons', async () => {
    const query = "SELECT VALUE c.updatedAt FROM c WHERE c.status = 'running'";
    const { resources } = await (await documents('lessons')).items.query(query).fetchAll();
    const begun = z.array(z.iso.datetime()).parse(resources).map(Date.parse);
    const oldest = begun.reduce((least, each) => Math.min(least, each), now.getTime());
    return { count: begun.length, oldestSeconds: (now.getTime() - oldest) / 1000 };
  });
}
