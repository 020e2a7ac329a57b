import { blobPaths } from '../lessons/blobPaths.ts';
import type { LessonKey } from '../lessons/identity.ts';
import { type Transcript, transcriptSchema } from '../lessons/transcript.ts';
import { readText } from './blobs.ts';
import { parseJson } from './json.ts';

/** A revision's transcript as it was heard; null where it is gone. @throws PermanentError for a damaged one */
export async function readTranscript(key: Pick<LessonKey, 'lessonId' | 'revision'>): Promise<Transcript | null> {
  const path = blobPaths.transcript(key, 'json');
  const text = await readText('transcripts', path);
  return text === null ? null : parseJson(text, transcriptSchema, `transcripts/${path}`);
}
