import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { blobPaths } from '../lessons/blobPaths.ts';
import type { Source } from '../lessons/lesson.ts';
import { probeMedia } from '../media/probe.ts';
import { config } from '../settings/config.ts';
import { writeJson } from '../storage/json.ts';
import { openUpload } from './openUpload.ts';

/** What the orchestration must know of a file; the whole probe lies in `work`. */
export const probedSchema = z.object({ hasPicture: z.boolean(), durationSeconds: z.number().nonnegative() });

/**
 * Finds out what the file is.
 * @throws PermanentError for what is no recording, is refused, is too long, or has no sound to find questions in.
 */
export async function probeVideo(source: Source, signal: AbortSignal): Promise<z.infer<typeof probedSchema>> {
  const { MAX_VIDEO_SECONDS, MEDIA_TIMEOUT_SECONDS } = config();
  await using media = await openUpload(source);
  const probe = await probeMedia(
    media,
    { maxDurationSeconds: MAX_VIDEO_SECONDS },
    { signal, timeLimitSeconds: MEDIA_TIMEOUT_SECONDS },
  );
  if (probe.audio === null) {
    throw new PermanentError('no-audio', 'The video has no sound. Record it with a microphone and upload it again.');
  }
  await writeJson('work', blobPaths.probe(source), probe);
  return { hasPicture: probe.video !== null, durationSeconds: probe.durationSeconds };
}
