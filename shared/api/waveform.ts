import type { HttpResponseInit } from '@azure/functions';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { LessonKey } from '../lessons/identity.ts';
import { readText } from '../storage/blobs.ts';
import { Problem } from './problem.ts';

/**
 * A lesson's waveform as extractAudio left it. Within a revision it changes only where a voice is taken out of it; that is its ETag.
 * @throws Problem 404 for lessons that were analysed before there were waveforms.
 */
export async function waveformAnswer(
  key: Pick<LessonKey, 'lessonId' | 'revision'>,
  removedVoices: number,
  ifNoneMatch: string | null,
): Promise<HttpResponseInit> {
  const headers = {
    etag: `"${key.revision}${removedVoices === 0 ? '' : `.${removedVoices}`}"`,
    'content-type': 'application/json',
  };
  if (ifNoneMatch === headers.etag) return { status: 304, headers };
  const body = await readText('transcripts', blobPaths.waveform(key));
  if (body === null)
    throw new Problem(404, 'no-waveform', 'No waveform', 'Analyse the lesson again to get its waveform.');
  return { headers, body };
}
