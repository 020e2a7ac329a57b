import { z } from 'zod';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { speakersStateSchema } from '../lessons/speakers.ts';
import { spanSchema } from '../lessons/transcript.ts';
import { config } from '../settings/config.ts';
import { tellsSpeakers } from '../settings/speakers.ts';
import { withTracks } from '../speakers/byTrack.ts';
import { type HeardChunk, lessonWindows, tellVoices } from '../speakers/tellVoices.ts';
import type { HeardVoices } from '../speech/hearVoices.ts';
import { readText } from '../storage/blobs.ts';
import { parseJson, readJson, writeJson } from '../storage/json.ts';
import { isThere } from '../storage/listing.ts';
import { dropChunkVoices, dropVoices, keepVoices, readChunkVoices } from '../storage/voices.ts';
import { embedChunk, isWithheld } from './embedChunk.ts';
import { audioManifestSchema } from './extractAudio.ts';
import { heardIn } from './hearVoices.ts';

/**
 * What is kept in `work/` of a lesson's voices: no embedding, only how alike each window is to each voice of this lesson,
 * in video time.
 */
const keptSchema = z.object({
  state: speakersStateSchema,
  windows: z.array(spanSchema.extend({ alike: z.array(z.number()).readonly() })).readonly(),
  speech: z.array(spanSchema).readonly(),
  changes: z.array(z.number()).readonly(),
  overlaps: z.array(spanSchema).readonly(),
});
export type KeptSpeakers = z.infer<typeof keptSchema>;

const nobody = { windows: [], speech: [], changes: [], overlaps: [] };

/** Of voices that are told apart later. */
export const stillPending: KeptSpeakers = { state: 'pending', ...nobody };

/**
 * Tells the voices of a lesson apart, across its chunks. Embeddings are biometric: they are in this process's memory, and
 * for some days, as the settings say, in the account in which a deletion is final.
 */
export async function identifySpeakers(source: Source, signal: AbortSignal, remake = false): Promise<void> {
  if (remake && (await isThere('work', blobPaths.speakers(source)))) return;
  await writeJson('work', blobPaths.speakers(source), await told(source, signal));
  await dropChunkVoices(source);
}

async function told(source: Source, signal: AbortSignal): Promise<KeptSpeakers> {
  const settings = config();
  if (!tellsSpeakers(settings, source)) return { state: 'off', ...nobody };
  if (await isWithheld(source)) return { state: 'withheld', ...nobody };
  const { chunks } = await readJson('work', blobPaths.audioManifest(source), audioManifestSchema);
  const heard: HeardChunk[] = [];
  for (const { index, start } of chunks) {
    const chunk = await heardIn(source, index);
    const windows = chunk === null ? null : await embeddedIn(source, index, chunk, signal);
    // Who speaks in a chunk that could not be heard is unknown; the others are told.
    if (chunk !== null && windows !== null) heard.push({ ...chunk, windows, start });
  }
  if (heard.length === 0 && chunks.length > 0) return { state: 'failed', ...nobody };
  const windows = lessonWindows(heard);
  await keepVoices(source, windows);
  // Whoever withheld it meanwhile has looked for them before they were written.
  if (await isWithheld(source)) await dropVoices(source.lessonId);
  return { state: 'told', ...tellVoices(withTracks(windows, await trackLevels(source)), heard) };
}

/** How loud each track is, where several were mixed. */
async function trackLevels(source: Source): Promise<number[][]> {
  const path = blobPaths.trackLevels(source);
  const text = await readText('work', path);
  return text === null ? [] : parseJson(text, z.array(z.array(z.number())), `work/${path}`);
}

/** Where no account keeps a chunk's embeddings until here, or they were lost, they are computed here. */
async function embeddedIn(
  source: Source,
  index: number,
  heard: HeardVoices,
  signal: AbortSignal,
): Promise<HeardChunk['windows'] | null> {
  const kept = await readChunkVoices(source, index);
  return kept === null
    ? embedChunk(source, index, heard, signal)
    : kept.map(({ vector, ...span }) => ({ ...span, embedding: vector }));
}

/** What was told of a lesson's voices; where nothing was, whether that was to be so. */
export async function toldSpeakers(source: Source): Promise<KeptSpeakers> {
  const text = await readText('work', blobPaths.speakers(source));
  if (text !== null) return keptSchema.parse(JSON.parse(text));
  return { state: tellsSpeakers(config(), source) ? 'failed' : 'off', ...nobody };
}
