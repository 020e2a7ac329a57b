import { join } from 'node:path';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Picture, Source } from '../lessons/lesson.ts';
import type { MediaSource } from '../media/blobSource.ts';
import { type EncodedPiece, joinPieces } from '../media/join.ts';
import { makePoster } from '../media/poster.ts';
import { type Probe, probeSchema } from '../media/probe.ts';
import { remux } from '../media/transcode.ts';
import { config } from '../settings/config.ts';
import { readFile, writeFile } from '../storage/blobs.ts';
import { readJson } from '../storage/json.ts';
import { removalsFrom } from '../storage/removals.ts';
import { withTemporaryFolder } from '../storage/temporaryFolder.ts';
import { openUpload } from './openUpload.ts';
import type { PicturePlan } from './planPicture.ts';

/** Makes the poster and the video that browsers play, and says where they are. */
export async function finishPicture(source: Source, plan: PicturePlan, signal: AbortSignal): Promise<Picture> {
  const probe = await readJson('work', blobPaths.probe(source), probeSchema);
  return withTemporaryFolder(async (folder) => {
    await using media = await openUpload(source);
    const poster = await savePoster(source, media, probe, folder, signal);
    const removals = await removalsFrom(source);
    const muted = removals.flatMap((removal) => removal.muted);
    if (plan.way === 'leave' && muted.length === 0)
      return { kind: 'ready', video: source.blobName, original: true, poster };
    const file = join(folder, 'web.mp4');
    const bounds = { signal, timeLimitSeconds: config().MEDIA_TIMEOUT_SECONDS };
    if (plan.way === 'encode') await joinPieces(await fetchPieces(source, plan, folder, signal), file, bounds, muted);
    else await remux(media, probe, file, { ...bounds, damaged: plan.damaged, muted });
    const video = blobPaths.video(source, removals.length);
    await writeFile('media', video, file, 'video/mp4', signal);
    return { kind: 'ready', video, original: false, poster };
  });
}

async function savePoster(source: Source, media: MediaSource, probe: Probe, folder: string, signal: AbortSignal) {
  const file = join(folder, 'poster.jpg');
  const made = await makePoster(media, probe, file, { signal, timeLimitSeconds: config().MEDIA_TIMEOUT_SECONDS });
  if (made === null) return null;
  const path = blobPaths.poster(source);
  await writeFile('media', path, file, 'image/jpeg', signal);
  return path;
}

async function fetchPieces(
  source: Source,
  plan: PicturePlan,
  folder: string,
  signal: AbortSignal,
): Promise<EncodedPiece[]> {
  const files: EncodedPiece[] = [];
  for (const { index, start, end } of plan.pieces) {
    const file = join(folder, `piece-${index}.mov`);
    await readFile('work', blobPaths.videoPiece(source, index), file, signal);
    files.push({ file, start, end });
  }
  return files;
}
