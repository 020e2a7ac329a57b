import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { type Removal, type Removals, removalsSchema } from '../lessons/removal.ts';
import type { Span } from '../lessons/transcript.ts';
import { readText } from './blobs.ts';
import { parseJson, writeJson } from './json.ts';

/** Which voices were taken out of a lesson; null where none was. @throws PermanentError for a damaged file */
export async function readRemovals(lessonId: string): Promise<Removals | null> {
  const path = blobPaths.removals(lessonId);
  const text = await readText('transcripts', path);
  return text === null ? null : parseJson(text, removalsSchema, `transcripts/${path}`);
}

export async function writeRemovals(lessonId: string, removals: Removals): Promise<void> {
  await writeJson('transcripts', blobPaths.removals(lessonId), removals);
}

/** The removals from one upload; none from another one. */
export async function removalsFrom({ lessonId, revision }: Pick<Source, 'lessonId' | 'revision'>): Promise<Removal[]> {
  const known = await readRemovals(lessonId);
  return known?.revision === revision ? known.removals : [];
}

/** What of an upload's sound is silent, whatever its bytes still hold. Seconds of the video, in any order. */
export async function mutedIn(source: Pick<Source, 'lessonId' | 'revision'>): Promise<Span[]> {
  return (await removalsFrom(source)).flatMap(({ muted }) => muted);
}
