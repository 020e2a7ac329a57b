import { join } from 'node:path';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { findLesson } from '../results/lessons.ts';
import { config } from '../settings/config.ts';
import { hasVoicesAccount, tellsSpeakers } from '../settings/speakers.ts';
import { type EmbeddedWindow, embedVoices } from '../speech/embedVoices.ts';
import type { HeardVoices } from '../speech/hearVoices.ts';
import { readFile } from '../storage/blobs.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { dropVoices, keepChunkVoices, readChunkVoices } from '../storage/voices.ts';
import { heardIn } from './hearVoices.ts';

/**
 * Has the speech service compute the embeddings of one chunk, in seconds from its start; null where it cannot: it is too
 * old, or takes this chunk for no sound.
 * @throws TransientError, and PermanentError 'speech-not-configured'
 */
export async function embedChunk(
  source: Source,
  index: number,
  heard: HeardVoices,
  signal: AbortSignal,
): Promise<EmbeddedWindow[] | null> {
  if (heard.speech.length === 0) return [];
  const { SPEECH_SERVICE_URL: url, SPEECH_SERVICE_KEY: key, SPEECH_TIMEOUT_SECONDS: timeoutSeconds } = config();
  if (url === undefined) throw new PermanentError('speech-not-configured', 'SPEECH_SERVICE_URL is not set.');
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'chunk.flac');
    await readFile('work', blobPaths.audioChunk(source, index), file, signal);
    try {
      return await embedVoices({ url, key, timeoutSeconds }, file, heard, signal);
    } catch (error) {
      if (error instanceof PermanentError && error.code === 'speech-rejected') return null;
      throw error;
    }
  });
}

/**
 * Has the embeddings of one chunk computed and laid down for `identifySpeakers`, in the account in which a deletion is
 * final. Where there is none, that step computes them.
 */
export async function keepChunk(source: Source, index: number, signal: AbortSignal): Promise<void> {
  const settings = config();
  if (!hasVoicesAccount(settings) || !tellsSpeakers(settings, source) || (await isWithheld(source))) return;
  const heard = await heardIn(source, index);
  if (heard === null || (await readChunkVoices(source, index)) !== null) return;
  const windows = await embedChunk(source, index, heard, signal);
  if (windows === null) return;
  await keepChunkVoices(
    source,
    index,
    windows.map(({ embedding, ...span }) => ({ ...span, vector: embedding })),
  );
  // Whoever withheld it meanwhile has looked for them before they were written.
  if (await isWithheld(source)) await dropVoices(source.lessonId);
}

/** Whether those who are heard did not agree: then no embedding is computed. */
export async function isWithheld({ siteId, lessonId, details }: Source): Promise<boolean> {
  const stored = await findLesson(siteId, lessonId);
  return (stored?.lesson.consent ?? details?.consent) === 'withheld';
}
