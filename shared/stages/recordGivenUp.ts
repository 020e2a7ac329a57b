import { z } from 'zod';
import { PermanentError } from '../errors.ts';
import { checkAdmission, sourceOf } from '../lessons/admission.ts';
import { containers } from '../lessons/blobPaths.ts';
import { sendLessonJob } from '../messaging/sender.ts';
import { config } from '../settings/config.ts';
import { findUpload } from '../storage/blobs.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { recordFailure } from './recordFailure.ts';

// The runtime's own message; other fields are of no use here.
const messageSchema = z.object({ ContainerName: z.string(), BlobName: z.string() });

/**
 * Takes up an upload whose event the runtime gave up on: asks for its analysis once more and, when that fails as well,
 * shows it as a failed lesson. A blob that is gone needs neither.
 */
export async function recordGivenUp(message: unknown): Promise<{ outcome: string; lessonId?: string }> {
  const { ContainerName, BlobName } = messageSchema.parse(message);
  if (ContainerName !== containers.videos) return { outcome: 'another container' };
  const blob = await findUpload(BlobName);
  if (blob === null) return { outcome: 'gone' };
  record(metrics.deadMessages, 1, { queue: 'uploads', reason: 'MaxDeliveryCountExceeded' });
  const source = sourceOf(blob);
  try {
    checkAdmission(source, config().MAX_VIDEO_BYTES);
    await sendLessonJob(source);
    return { outcome: 'queued', lessonId: source.lessonId };
  } catch (error) {
    // Its reason is in the logs of the five tries before; the lesson says what a person can do.
    const away = 'The upload was seen, but its analysis could not be asked for. Upload the video again.';
    const { code, message } =
      error instanceof PermanentError ? error : ({ code: 'messaging-unavailable', message: away } as const);
    await recordFailure(source, { code, message, stage: 'videoUploaded' });
    return { outcome: 'recorded', lessonId: source.lessonId };
  }
}
