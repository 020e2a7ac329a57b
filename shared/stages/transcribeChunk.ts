import { join } from 'node:path';
import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { segmentSchema } from '../lessons/transcript.ts';
import { config } from '../settings/config.ts';
import { transcribe } from '../speech/transcribe.ts';
import { readFile } from '../storage/blobs.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { poolOf } from '../wiring/pools.ts';
import { audioManifestSchema } from './extractAudio.ts';

/** What one chunk gave: times in seconds from the chunk's start; `money` in US dollars, null when not known. */
export const chunkTranscriptSchema = z.object({
  engine: z.string(),
  model: z.string(),
  language: z.string().nullable(),
  segments: z.array(segmentSchema),
  audioSeconds: z.number().nonnegative(),
  money: z.number().nonnegative().nullable(),
});

/** Transcribes one chunk of a lesson's sound and keeps the result beside it. */
export async function transcribeChunk(source: Source, index: number, signal: AbortSignal): Promise<void> {
  const pool = await poolOf('speech');
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, 'chunk.flac');
    await readFile('work', blobPaths.audioChunk(source, index), file, signal);
    const sound = { file, language: config().SPEECH_LANGUAGE, lengthSeconds: () => lengthOf(source, index) };
    const heard = await transcribe(pool, sound, signal);
    const kept: z.infer<typeof chunkTranscriptSchema> = { ...heard, segments: [...heard.segments] };
    await writeJson('work', blobPaths.chunkTranscript(source, index), kept);
  });
}

async function lengthOf(source: Source, index: number): Promise<number> {
  const { chunks } = await readJson('work', blobPaths.audioManifest(source), audioManifestSchema);
  const chunk = chunks.find((each) => each.index === index);
  return chunk === undefined ? 0 : chunk.end - chunk.start;
}
