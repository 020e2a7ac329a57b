import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { LessonKey } from '../lessons/identity.ts';
import type { Span } from '../lessons/span.ts';
import { config } from '../settings/config.ts';
import { hasVoicesAccount, speakersAllowed, voicesKeptDays } from '../settings/speakers.ts';
import type { VoiceWindow } from '../speakers/findVoices.ts';
import { fromBytes, toBytes } from '../speakers/voiceBytes.ts';
import { container, deletePrefix, mapped, readBytes, statusOf, writeBytes } from './blobs.ts';

// Embeddings are biometric. They lie in an account without versions, soft delete and backup: what is deleted there is gone.

type Recording = Pick<LessonKey, 'siteId' | 'lessonId' | 'revision'>;

const dayMilliseconds = 86_400_000;

/** Keeps the embeddings of an analysis for the days that the settings say; where these are none, it writes nothing. */
export async function keepVoices(source: Recording, windows: readonly VoiceWindow[], now = new Date()): Promise<void> {
  if (voicesKeptDays(config()) > 0) await write(source, blobPaths.embeddings(source), windows, now);
}

async function write(source: Recording, path: string, windows: readonly VoiceWindow[], since: Date): Promise<void> {
  const metadata = { site: encodeURIComponent(source.siteId), since: since.toISOString() };
  await writeBytes('voices', path, toBytes(windows), 'application/octet-stream', metadata);
}

/** A chunk's embeddings live until the lesson's voices are told apart, and no longer than this. */
const chunkDays = 1;

/** Lays the embeddings of one chunk down for the step that tells the voices apart, which drops them; times of the chunk. */
export async function keepChunkVoices(
  source: Recording,
  index: number,
  windows: readonly VoiceWindow[],
  now = new Date(),
): Promise<void> {
  await write(source, blobPaths.chunkEmbeddings(source, index), windows, now);
}

/**
 * The embeddings of one chunk; null where there are none.
 * @throws PermanentError 'internal' where they are damaged
 */
export async function readChunkVoices(source: Recording, index: number): Promise<VoiceWindow[] | null> {
  return hasVoicesAccount(config()) ? read(blobPaths.chunkEmbeddings(source, index)) : null;
}

/** Drops the embeddings of an analysis's chunks for good. */
export async function dropChunkVoices(source: Recording): Promise<void> {
  if (hasVoicesAccount(config())) await deletePrefix('voices', `${blobPaths.prefix(source)}embeddings/`);
}

/** Until when the embeddings of an analysis live; null where there are none, or their days are over. */
export async function voicesLiveUntil(source: Recording, now = new Date()): Promise<Date | null> {
  const since = await keptSince(source);
  return since !== null && isLiving(source.siteId, since, now) ? endOf(since) : null;
}

async function keptSince(source: Recording): Promise<Date | null> {
  if (voicesKeptDays(config()) === 0) return null;
  try {
    const blob = (await container('voices')).getBlobClient(blobPaths.embeddings(source));
    return sinceIn((await blob.getProperties()).metadata);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw mapped(error, 'looking for voices');
  }
}

/**
 * The embeddings of an analysis, in order of time; null where there are none, or their days are over.
 * @throws PermanentError 'internal' where they are damaged
 */
export async function readVoices(source: Recording, now = new Date()): Promise<VoiceWindow[] | null> {
  if ((await voicesLiveUntil(source, now)) === null) return null;
  return read(blobPaths.embeddings(source));
}

async function read(path: string): Promise<VoiceWindow[] | null> {
  const bytes = await readBytes('voices', path);
  if (bytes === null) return null;
  const windows = fromBytes(bytes);
  if (windows === null) throw new PermanentError('internal', 'The embeddings of this lesson are damaged.');
  return windows;
}

/**
 * Drops the embeddings of a lesson for good.
 * @param revision of one upload of it alone
 * @returns how many files there were
 */
export async function dropVoices(lessonId: string, revision?: string): Promise<number> {
  if (!hasVoicesAccount(config())) return 0;
  return deletePrefix('voices', revision === undefined ? `${lessonId}/` : blobPaths.prefix({ lessonId, revision }));
}

/** Drops what of a lesson's embeddings meets some spans, in video time, for good; the others end when they would have. */
export async function dropVoicesWithin(source: Recording, spans: readonly Span[]): Promise<void> {
  const since = await keptSince(source);
  const windows = since === null ? null : await readVoices(source);
  if (since === null || windows === null) return;
  const meets = (window: Span) => spans.some(({ start, end }) => window.start < end && window.end > start);
  await write(
    source,
    blobPaths.embeddings(source),
    windows.filter((window) => !meets(window)),
    since,
  );
}

/**
 * Drops the embeddings of all lessons whose days are over, and those of sites where voices are not told apart any more.
 * @returns how many files that were
 */
export async function sweepVoices(now = new Date()): Promise<number> {
  if (!hasVoicesAccount(config())) return 0;
  let dropped = 0;
  try {
    const voices = await container('voices');
    for await (const { name, metadata } of voices.listBlobsFlat({ includeMetadata: true })) {
      const since = sinceIn(metadata);
      const days = name.includes('/embeddings/') ? chunkDays : voicesKeptDays(config());
      if (since !== null && isLiving(decodeURIComponent(metadata?.site ?? ''), since, now, days)) continue;
      if ((await voices.getBlobClient(name).deleteIfExists()).succeeded) dropped += 1;
    }
  } catch (error) {
    throw mapped(error, 'sweeping voices');
  }
  return dropped;
}

function sinceIn(metadata: Readonly<Record<string, string>> | undefined): Date | null {
  const since = new Date(metadata?.since ?? Number.NaN);
  return Number.isNaN(since.getTime()) ? null : since;
}

const endOf = (since: Date, days = voicesKeptDays(config())) => new Date(since.getTime() + days * dayMilliseconds);

function isLiving(siteId: string, since: Date, now: Date, days?: number): boolean {
  const settings = config();
  return endOf(since, days) > now && speakersAllowed(settings) && !Object.hasOwn(settings.SITE_SPEAKERS, siteId);
}
