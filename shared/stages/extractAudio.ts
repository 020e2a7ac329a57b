import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { soundSchema } from '../lessons/sound.ts';
import { spanSchema } from '../lessons/transcript.ts';
import { extractAudio as extract } from '../media/audio.ts';
import { probeSchema } from '../media/probe.ts';
import { config } from '../settings/config.ts';
import { isPaidSpeech as isPaid } from '../settings/paidSpeech.ts';
import { writeFile } from '../storage/blobs.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { openUpload } from './openUpload.ts';

/** What lies in `work` of a lesson's sound; times in seconds of the video. */
export const audioManifestSchema = z.object({
  durationSeconds: z.number().nonnegative(),
  chunks: z.array(spanSchema.extend({ index: z.int().nonnegative() })),
  voice: z.array(spanSchema).describe('where it is as loud as a voice is'),
  sound: soundSchema.optional(),
});

export const extractedSchema = z.object({
  chunkCount: z.int().nonnegative(),
  parallel: z.int().positive().describe('how many chunks may be transcribed at once'),
  attempts: z.int().positive().describe('how often each is tried'),
  voices: z
    .enum(['beside', 'first', 'not'])
    .default('not')
    .describe(
      'when the speech service hears voices: beside the words, before a paid engine is asked for them, not at all',
    ),
});

/** Takes the sound out of a video, and lays chunks for the speech engine into `work`. */
export async function extractAudio(source: Source, signal: AbortSignal): Promise<z.infer<typeof extractedSchema>> {
  const settings = config();
  const probe = await readJson('work', blobPaths.probe(source), probeSchema);
  return withTemporaryFolder(async (folder) => {
    await using media = await openUpload(source);
    const audio = await extract(media, probe, folder, {
      chunkSeconds: settings.SPEECH_CHUNK_SECONDS,
      maxDurationSeconds: settings.MAX_VIDEO_SECONDS,
      signal,
      timeLimitSeconds: settings.MEDIA_TIMEOUT_SECONDS,
    });
    for (const { index, file } of audio.chunks) {
      await writeFile('work', blobPaths.audioChunk(source, index), file, 'audio/flac', signal);
    }
    const manifest: z.infer<typeof audioManifestSchema> = {
      durationSeconds: audio.durationSeconds,
      chunks: audio.chunks.map(({ index, start, end }) => ({ index, start, end })),
      voice: [...audio.voice],
      sound: audio.sound,
    };
    await writeJson('transcripts', blobPaths.waveform(source), audio.waveform);
    if (audio.trackLevels.length > 0) await writeJson('work', blobPaths.trackLevels(source), audio.trackLevels);
    await writeJson('work', blobPaths.audioManifest(source), manifest);
    return {
      chunkCount: audio.chunks.length,
      parallel: settings.SPEECH_PARALLEL,
      attempts: settings.SPEECH_ATTEMPTS,
      voices: settings.SPEECH_SERVICE_URL === undefined ? 'not' : isPaid(settings) ? 'first' : 'beside',
    };
  });
}
