import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { soundSchema } from '../lessons/sound.ts';
import { spanSchema } from '../lessons/transcript.ts';
import { extractAudio as extract } from '../media/audio.ts';
import { probeSchema } from '../media/probe.ts';
import { config } from '../settings/config.ts';
import { isPaidSpeech as isPaid } from '../settings/paidSpeech.ts';
import { tellsSpeakers } from '../settings/speakers.ts';
import { deletePrefix, readText, writeFile } from '../storage/blobs.ts';
import { parseJson, readJson, writeJson } from '../storage/json.ts';
import { mutedIn } from '../storage/removals.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { openClaims } from './claimChunk.ts';
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
  speakers: z.boolean().optional().describe('whether voices are told apart'),
});

/**
 * Takes the sound out of a video, and lays chunks for the speech engine into `work`.
 * @param remake the sound was taken out before and some of it is missing: what was heard stays where the cuts are the same.
 */
export async function extractAudio(
  source: Source,
  signal: AbortSignal,
  remake = false,
): Promise<z.infer<typeof extractedSchema>> {
  const settings = config();
  const probe = await readJson('work', blobPaths.probe(source), probeSchema);
  return withTemporaryFolder(async (folder) => {
    await using media = await openUpload(source);
    const audio = await extract(media, probe, folder, {
      track: source.choices?.track,
      muted: await mutedIn(source),
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
    if (remake && !(await hasSameCuts(source, manifest)))
      for (const heard of ['speech', 'voice']) await deletePrefix('work', `${blobPaths.prefix(source)}${heard}/`);
    await writeJson('transcripts', blobPaths.waveform(source), audio.waveform);
    if (audio.trackLevels.length > 0) await writeJson('work', blobPaths.trackLevels(source), audio.trackLevels);
    await writeJson('work', blobPaths.audioManifest(source), manifest);
    await openClaims(source, manifest.chunks.length, settings.SPEECH_PARALLEL);
    return {
      chunkCount: audio.chunks.length,
      parallel: settings.SPEECH_PARALLEL,
      attempts: settings.SPEECH_ATTEMPTS,
      voices:
        settings.SPEECH_SERVICE_URL === undefined
          ? 'not'
          : isPaid(settings, source.choices?.model)
            ? 'first'
            : 'beside',
      speakers: settings.SPEECH_SERVICE_URL !== undefined && tellsSpeakers(settings, source) && audio.chunks.length > 0,
    };
  });
}

async function hasSameCuts(source: Source, { chunks }: z.infer<typeof audioManifestSchema>): Promise<boolean> {
  const path = blobPaths.audioManifest(source);
  const text = await readText('work', path);
  if (text === null) return false;
  return isDeepStrictEqual(parseJson(text, audioManifestSchema, path).chunks, chunks);
}
