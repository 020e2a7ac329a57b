import { join } from 'node:path';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { config } from '../settings/config.ts';
import { type HeardVoices, hearVoices as hear, heardVoicesSchema } from '../speech/hearVoices.ts';
import { readFile, readText } from '../storage/blobs.ts';
import { writeJson } from '../storage/json.ts';
import { isThere } from '../storage/listing.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';

/**
 * Has the speech service hear where anybody speaks in one chunk, and who follows whom, and keeps the answer beside it.
 * No embedding is computed.
 * @param remake what was heard already stays.
 */
export async function hearVoices(source: Source, index: number, signal: AbortSignal, remake = false): Promise<void> {
  if (remake && (await isThere('work', blobPaths.chunkVoice(source, index)))) return;
  const { SPEECH_SERVICE_URL: url, SPEECH_SERVICE_KEY: key, SPEECH_TIMEOUT_SECONDS: timeoutSeconds } = config();
  if (url === undefined) throw new PermanentError('speech-not-configured', 'SPEECH_SERVICE_URL is not set.');
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, 'chunk.flac');
    await readFile('work', blobPaths.audioChunk(source, index), file, signal);
    await writeJson(
      'work',
      blobPaths.chunkVoice(source, index),
      await hear({ url, key, timeoutSeconds }, file, signal),
    );
  });
}

/** What was heard in a chunk, in seconds from its start; null where the service could not be asked. */
export async function heardIn(source: Source, index: number): Promise<HeardVoices | null> {
  const text = await readText('work', blobPaths.chunkVoice(source, index));
  return text === null ? null : heardVoicesSchema.parse(JSON.parse(text));
}
