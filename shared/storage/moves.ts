import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import { lessonSchema } from '../lessons/lesson.ts';
import { moveSchema } from '../lessons/move.ts';
import { deletePrefix, readText } from './blobs.ts';
import { changeText } from './change.ts';
import { parseJson, writeJson } from './json.ts';

/**
 * A move as the lesson's new place knows it, in the folder of its results. Until it is `done` the lesson does not count
 * there; `lesson` is what it will be, once it counts at its old place no more.
 */
const arrivalSchema = z.object({
  schemaVersion: z.literal(1),
  from: z.array(z.string()).describe('every id that it had, the oldest first'),
  done: z.boolean(),
  move: moveSchema.optional(),
  lesson: lessonSchema.optional(),
  etag: z.string().optional().describe('of the copied video: what its event tells is known'),
});
export type Arrival = z.infer<typeof arrivalSchema>;

/** Where a lesson went, and which of its revisions. From when this is written on, it counts at its new place. */
const departureSchema = z.object({ schemaVersion: z.literal(1), to: z.string(), revisions: z.array(z.string()) });
export type Departure = z.infer<typeof departureSchema>;

export async function readArrival(lessonId: string): Promise<Arrival | null> {
  return read(blobPaths.arrival(lessonId), arrivalSchema);
}

export async function readDeparture(lessonId: string): Promise<Departure | null> {
  return read(blobPaths.departure(lessonId), departureSchema);
}

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readText('transcripts', path);
  return text === null ? null : parseJson(text, schema, `transcripts/${path}`);
}

export async function writeArrival(lessonId: string, arrival: Omit<Arrival, 'schemaVersion'>): Promise<void> {
  await writeJson('transcripts', blobPaths.arrival(lessonId), { schemaVersion: 1, ...arrival });
}

/** Claims the place where a lesson is to go. @returns false when another one is on its way there. */
export async function claimArrival(
  lessonId: string,
  arrival: Omit<Arrival, 'schemaVersion'>,
  mayTake: (present: Arrival) => boolean,
): Promise<boolean> {
  let claimed = false;
  const path = blobPaths.arrival(lessonId);
  await changeText('transcripts', path, 'application/json', (text) => {
    claimed = text === null || mayTake(parseJson(text, arrivalSchema, `transcripts/${path}`));
    return claimed ? JSON.stringify({ schemaVersion: 1, ...arrival }) : null;
  });
  return claimed;
}

export async function writeDeparture(lessonId: string, departure: Omit<Departure, 'schemaVersion'>): Promise<void> {
  await writeJson('transcripts', blobPaths.departure(lessonId), { schemaVersion: 1, ...departure });
}

export async function deleteDeparture(lessonId: string): Promise<void> {
  await deletePrefix('transcripts', blobPaths.departure(lessonId));
}

/** Forgets where a lesson came from, so that its old addresses lead nowhere. @returns the ids that it had. */
export async function forgetMoves(lessonId: string): Promise<readonly string[]> {
  const from = (await readArrival(lessonId))?.from ?? [];
  for (const id of from) await deleteDeparture(id);
  return from;
}
