import { join } from 'node:path';
import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { segmentSchema } from '../lessons/transcript.ts';
import { config, languagesOf } from '../settings/config.ts';
import { isPaidSpeech } from '../settings/paidSpeech.ts';
import { speechUsesOf } from '../settings/providerUses.ts';
import type { Config } from '../settings/schema.ts';
import { askService } from '../speech/speechService.ts';
import { transcribe } from '../speech/transcribe.ts';
import { readFile } from '../storage/blobs.ts';
import { readJson, writeJson } from '../storage/json.ts';
import { isThere } from '../storage/listing.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { speechPoolOf } from '../wiring/pools.ts';
import { audioManifestSchema } from './extractAudio.ts';
import { heardIn } from './hearVoices.ts';
import { inLanguages } from './inLanguages.ts';

/** What one chunk gave: times in seconds from the chunk's start; `money` in US dollars, null when not known. */
export const chunkTranscriptSchema = z.object({
  engine: z.string(),
  model: z.string(),
  language: z.string().nullable(),
  segments: z.array(segmentSchema),
  audioSeconds: z.number().nonnegative(),
  money: z.number().nonnegative().nullable(),
});

/**
 * Transcribes one chunk of a lesson's sound and keeps the result beside it. A chunk in which a network heard nobody is
 * not sent to an engine that is paid by the minute.
 * @param remake what was transcribed already stays, and costs nothing again.
 */
export async function transcribeChunk(
  source: Source,
  index: number,
  signal: AbortSignal,
  remake = false,
): Promise<void> {
  if (remake && (await isThere('work', blobPaths.chunkTranscript(source, index)))) return;
  const { model } = source.choices ?? {};
  if (isPaidSpeech(config(), model) && (await heardIn(source, index))?.speech.length === 0)
    return keep(source, index, ofSilence(config(), model));
  const pool = await speechPoolOf(model);
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, 'chunk.flac');
    await readFile('work', blobPaths.audioChunk(source, index), file, signal);
    const settings = config();
    const { SPEECH_SERVICE_URL: url } = settings;
    const languages = languagesOf(settings, source);
    const service = {
      url: url ?? '',
      key: settings.SPEECH_SERVICE_KEY,
      timeoutSeconds: settings.SPEECH_TIMEOUT_SECONDS,
    };
    const sound = {
      file,
      languages,
      lengthSeconds: () => lengthOf(source, index),
      align:
        url === undefined
          ? undefined
          : (text: string, stop: AbortSignal) =>
              askService(
                service,
                { path: '/v1/audio/alignments', file, fields: { text, languages: languages.join(',') } },
                z.unknown(),
                stop,
              ),
    };
    const heard = await transcribe(pool, sound, signal);
    await keep(source, index, { ...heard, segments: await inLanguages(heard.segments, languages) });
  });
}

type ChunkTranscript = z.infer<typeof chunkTranscriptSchema>;

const keep = (source: Source, index: number, heard: ChunkTranscript) =>
  writeJson('work', blobPaths.chunkTranscript(source, index), heard);

/** What an engine would have said of a chunk in which nobody speaks, without the bill. */
function ofSilence(settings: Config, chosen: string | undefined): ChunkTranscript {
  const [use] = speechUsesOf(settings, chosen);
  const { engine, model } = use ?? { engine: '', model: '' };
  return { engine, model, language: null, segments: [], audioSeconds: 0, money: 0 };
}

async function lengthOf(source: Source, index: number): Promise<number> {
  const { chunks } = await readJson('work', blobPaths.audioManifest(source), audioManifestSchema);
  const chunk = chunks.find((each) => each.index === index);
  return chunk === undefined ? 0 : chunk.end - chunk.start;
}
