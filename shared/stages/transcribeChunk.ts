import { join } from 'node:path';
import { z } from 'zod';
import { config } from '../config.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { segmentSchema } from '../lessons/transcript.ts';
import { speechClient } from '../speech/client.ts';
import { transcribe } from '../speech/transcribe.ts';
import { readFile } from '../storage/blobs.ts';
import { writeJson } from '../storage/json.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';

/** What one chunk gave: times in seconds from the chunk's start. */
export const chunkTranscriptSchema = z.object({
  engine: z.string(),
  model: z.string(),
  language: z.string().nullable(),
  segments: z.array(segmentSchema),
});

/** Transcribes one chunk of a lesson's sound and keeps the result beside it. */
export async function transcribeChunk(source: Source, index: number, signal: AbortSignal): Promise<void> {
  const settings = config();
  const speech = await speechClient(settings);
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, 'chunk.flac');
    await readFile('work', blobPaths.audioChunk(source, index), file, signal);
    const heard = await transcribe(speech, file, settings.SPEECH_LANGUAGE, signal);
    const kept: z.infer<typeof chunkTranscriptSchema> = {
      engine: speech.engine,
      model: speech.model,
      language: heard.language,
      segments: [...heard.segments],
    };
    await writeJson('work', blobPaths.chunkTranscript(source, index), kept);
  });
}
