import { z } from 'zod';
import { type Lesson, lessonStatusSchema } from '../lessons/lesson.ts';
import type { Reach } from '../lessons/reach.ts';
import { documents, inDatabase } from './database.ts';
import { readLesson } from './lessons.ts';
import { reached } from './reached.ts';

/** A lesson under analysis, or in the line for it. */
const runningSchema = z.object({ id: z.string(), revision: z.string(), updatedAt: z.iso.datetime() });
export type Running = z.output<typeof runningSchema>;

/** The lessons of all sites that are under analysis, or in the line for it. */
export async function readRunning(): Promise<Running[]> {
  return inDatabase('looking for running lessons', async () => {
    const query = "SELECT c.id, c.revision, c.updatedAt FROM c WHERE c.status = 'running'";
    const { resources } = await (await documents('lessons')).items.query(query).fetchAll();
    return z.array(runningSchema).parse(resources);
  });
}

const stateSchema = z
  .object({ id: z.string(), revision: z.string(), status: lessonStatusSchema, picture: z.unknown().optional() })
  .transform(({ picture, ...state }) => ({ ...state, pictured: picture !== undefined }));

/** Where these lessons stand, by id; those that there are not, or not within the reach, are left out. */
export async function lessonStates(ids: readonly string[], reach: Reach): Promise<z.output<typeof stateSchema>[]> {
  if (ids.length === 0) return [];
  const asked = ids.map((value, index) => ({ name: `@id${index}`, value }));
  const within = reached(reach);
  const conditions = [`c.id IN (${asked.map(({ name }) => name).join(', ')})`, within.condition ?? 'true'].join(
    ' AND ',
  );
  const query = `SELECT c.id, c.revision, c.status, c.picture FROM c WHERE ${conditions}`;
  const parameters = [...asked, ...within.parameters];
  return inDatabase('looking how far lessons are', async () => {
    const { resources } = await (await documents('lessons')).items.query({ query, parameters }).fetchAll();
    return z
      .array(stateSchema)
      .parse(resources)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  });
}

/** The lessons of all sites whose voices are still being told apart, and that nothing has changed since a moment. */
export async function* untoldUnchangedSince(moment: Date): AsyncGenerator<Lesson> {
  const pages = (await documents('lessons')).items.query({
    query:
      "SELECT * FROM c WHERE c.result.speakers.state = 'pending' AND c.status != 'running' AND c.updatedAt < @moment",
    parameters: [{ name: '@moment', value: moment.toISOString() }],
  });
  while (pages.hasMoreResults()) {
    const page = await inDatabase('looking for voices that nobody tells apart', () => pages.fetchNext());
    for (const document of page.resources ?? []) yield readLesson(document);
  }
}

/** The lessons of all sites that are under analysis, and that nothing has changed since a moment. */
export async function* runningUnchangedSince(moment: Date): AsyncGenerator<Lesson> {
  const pages = (await documents('lessons')).items.query({
    query: "SELECT * FROM c WHERE c.status = 'running' AND c.updatedAt < @moment",
    parameters: [{ name: '@moment', value: moment.toISOString() }],
  });
  while (pages.hasMoreResults()) {
    const page = await inDatabase('looking for analyses that stand still', () => pages.fetchNext());
    for (const document of page.resources ?? []) yield readLesson(document);
  }
}
