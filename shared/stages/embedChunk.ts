import { join } from 'node:path';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { config } from '../settings/config.ts';
import { type EmbeddedWindow, embedVoices } from '../speech/embedVoices.ts';
import type { HeardVoices } from '../speech/hearVoices.ts';
import { readFile } from '../storage/blobs.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';

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
