import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { keepPicture } from '../backup/picture.ts';
import { PermanentError } from '../errors.ts';
import { sourceOf } from '../lessons/admission.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import { contentTypeOf } from '../lessons/contentTypes.ts';
import { type Failure, type Lesson, type Picture, sourceSchema } from '../lessons/lesson.ts';
import { replacementMark } from '../lessons/removal.ts';
import type { Span } from '../lessons/transcript.ts';
import { type MediaSource, openSource } from '../media/blobSource.ts';
import { muteOriginal, mutePlayback } from '../media/mute.ts';
import { probeMedia } from '../media/probe.ts';
import { changeLesson } from '../results/lessons.ts';
import type { Place } from '../results/questions.ts';
import { config } from '../settings/config.ts';
import {
  deleteEarlierVersions,
  deletePrefix,
  findUpload,
  readStretch,
  sizeOf,
  writeFile,
  writeStream,
} from '../storage/blobs.ts';
import { replaceUpload } from '../storage/copy.ts';
import { readRemovals, writeRemovals } from '../storage/removals.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { openUpload } from './openUpload.ts';
import { removingLesson } from './removalPlan.ts';
import { tagRetention } from './tagRetention.ts';

/** What came of muting what is played: it is done, there is nothing, or it is to be made anew from the recording. */
export const mutedPlaybackSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('muted') }),
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('make'), source: sourceSchema }),
]);
export type MutedPlayback = z.infer<typeof mutedPlaybackSchema>;

/**
 * Mutes what a lesson plays wherever a voice that was taken out of it speaks. Its picture is copied. What played before
 * is deleted. Where the recording itself was played, it is to be made.
 * @throws PermanentError | TransientError as ffmpeg and storage; 'work-missing' when what is played is gone
 */
export async function mutePlayed(place: Place, signal: AbortSignal): Promise<MutedPlayback> {
  const lesson = await removingLesson(place);
  const { picture, revision } = lesson;
  const key = { lessonId: lesson.id, revision };
  if (picture !== undefined && picture.kind !== 'ready') return { kind: 'none' };
  const upload = lesson.blobName === '' ? null : await findUpload(lesson.blobName);
  if (picture === undefined || picture.original) {
    const source = upload === null ? undefined : sourceOf(upload);
    return source?.revision === revision ? { kind: 'make', source } : { kind: 'none' };
  }
  const removals = (await readRemovals(lesson.id))?.removals ?? [];
  const video = blobPaths.video(key, removals.length);
  if (picture.video !== video) {
    const bounds = { signal, timeLimitSeconds: config().MEDIA_TIMEOUT_SECONDS };
    await withTemporaryFolder(async (folder) => {
      await using media = await openMedia(picture.video);
      const file = join(folder, 'web.mp4');
      await mutePlayback(media, file, { ...bounds, muted: mutedOf(removals) });
      await writeFile('media', video, file, 'video/mp4', signal);
    });
    await showPicture(lesson, { ...picture, video });
  }
  await deleteOldVideos(key, video);
  return { kind: 'muted' };
}

const mutedOf = (removals: readonly { readonly muted: readonly Span[] }[]) => removals.flatMap(({ muted }) => muted);

async function openMedia(path: string): Promise<MediaSource> {
  const sizeBytes = await sizeOf('media', path);
  if (sizeBytes === null) throw new PermanentError('work-missing', 'The video that is played is gone.');
  return openSource({ sizeBytes, read: (start, end, signal) => readStretch('media', path, { start, end }, signal) });
}

async function showPicture({ siteId, id, revision }: Lesson, picture: Picture): Promise<void> {
  await keepPicture({ lessonId: id, revision }, picture);
  await changeLesson(siteId, id, (present) =>
    present === null || present.revision !== revision ? null : { ...present, picture },
  );
}

async function deleteOldVideos(key: { lessonId: string; revision: string }, video: string): Promise<void> {
  const removed = Number(/web-(\d+)\.mp4$/.exec(video)?.[1] ?? 0);
  for (let earlier = 0; earlier < removed; earlier += 1) await deletePrefix('media', blobPaths.video(key, earlier));
}

/** Shows the video that was made anew for the lesson, and deletes what played before. */
export async function showMuted(place: Place, picture: Picture): Promise<void> {
  const lesson = await removingLesson(place);
  await showPicture(lesson, picture);
  if (picture.kind === 'ready')
    await deleteOldVideos({ lessonId: lesson.id, revision: lesson.revision }, picture.video);
}

/** Deletes what a lesson plays, since it could not be muted. */
export async function withdrawPlayback(place: Place, failure: Failure): Promise<void> {
  const lesson = await removingLesson(place);
  await showPicture(lesson, { kind: 'failed', failure });
  await deletePrefix('media', `${blobPaths.prefix({ lessonId: lesson.id, revision: lesson.revision })}web`);
}

export const originalEndSchema = z.enum(['kept', 'replaced', 'replaced-by-playback', 'gone']);

/**
 * Puts the muted recording in the place of the original, where the site wants that; the picture is copied as it is. Where
 * the recording cannot be written so, what is played takes its place. It stays the same upload: nothing is analysed anew.
 * @throws PermanentError | TransientError when it can be done in neither way
 */
export async function replaceOriginal(place: Place, signal: AbortSignal): Promise<z.infer<typeof originalEndSchema>> {
  const lesson = await removingLesson(place);
  const key = { lessonId: lesson.id, revision: lesson.revision };
  const known = await readRemovals(lesson.id);
  const removal = known?.removals.find(({ id }) => id === lesson.removing.id);
  if (known === null || removal === undefined)
    throw new PermanentError('internal', 'Nothing is known of this removal.');
  if (removal.original === 'keep') return 'kept';
  const upload = lesson.blobName === '' ? null : await findUpload(lesson.blobName);
  if (upload === null || sourceOf(upload).revision !== lesson.revision) return 'gone';
  const path = blobPaths.mutedOriginal(key);
  const earlier = known.replacements.filter(({ id }) => id !== removal.id);
  let playback = known.replacements.find(({ id }) => id === removal.id)?.playback;
  let { etag } = upload;
  if (upload.metadata?.[replacementMark] !== removal.id) {
    const muted = mutedOf(known.removals);
    const type = contentTypeOf(lesson.fileName) ?? 'application/octet-stream';
    let from: Parameters<typeof replaceUpload>[2] = { name: 'work', path };
    if (!(await writeMuted(sourceOf(upload), path, { muted, type, signal }))) {
      const { picture } = lesson;
      if (picture?.kind !== 'ready' || picture.original)
        throw new PermanentError('file-refused', 'The recording cannot be muted in its own format.');
      from = { name: 'media', path: picture.video };
      playback = true;
    }
    // Its mark is known before it is there, so that nobody takes it for a new upload.
    await writeRemovals(lesson.id, { ...known, replacements: [...earlier, { id: removal.id, playback }] });
    etag = await replaceUpload(lesson.blobName, etag, from, { ...upload.metadata, [replacementMark]: removal.id });
  }
  await writeRemovals(lesson.id, { ...known, replacements: [...earlier, { id: removal.id, etag, playback }] });
  // Tags go with what they were on.
  await tagRetention(lesson);
  await deleteEarlierVersions('videos', lesson.blobName);
  await deletePrefix('work', path);
  return playback === true ? 'replaced-by-playback' : 'replaced';
}

/** @returns false where the recording's own format cannot be written with another sound */
async function writeMuted(
  source: z.infer<typeof sourceSchema>,
  path: string,
  { muted, type, signal }: { muted: readonly Span[]; type: string; signal: AbortSignal },
): Promise<boolean> {
  const { MAX_VIDEO_SECONDS: maxDurationSeconds, MEDIA_TIMEOUT_SECONDS: timeLimitSeconds } = config();
  await using media = await openUpload(source);
  const bounds = { signal, timeLimitSeconds };
  const probe = await probeMedia(media, { maxDurationSeconds }, bounds);
  if (probe.joined !== undefined) return false;
  // fluent-ffmpeg takes a stream that closes by itself for a failure.
  const sent = new PassThrough({ autoDestroy: false, emitClose: false });
  const written = writeStream('work', path, sent, type, signal);
  try {
    await Promise.all([muteOriginal(media, probe, sent, { ...bounds, muted }), written]);
    return true;
  } catch (error) {
    // Nobody waits for the rest of it.
    sent.destroy(error instanceof Error ? error : undefined);
    await Promise.allSettled([written]);
    if (error instanceof PermanentError && error.code !== 'superseded' && error.code !== 'video-gone') return false;
    throw error;
  }
}
