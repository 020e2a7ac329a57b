import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defaultSite, jobId } from '../lessons/identity.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { lessonJobSchema, queues } from '../messaging/messages.ts';
import { putAside } from '../messaging/sender.ts';
import { changeLesson } from '../results/lessons.ts';
import { metrics } from '../telemetry/names.ts';
import { record } from '../telemetry/record.ts';
import { recordFailure } from './recordFailure.ts';

// As the Service Bus trigger gives it; any of it may be absent. Why the message is dead is a property of the message,
// whose names the library has begun with a small letter.
const metadataSchema = z.object({
  messageId: z.string().optional().catch(undefined),
  sequenceNumber: z.number().optional().catch(undefined),
  enqueuedTime: z.coerce.date().optional().catch(undefined),
  applicationProperties: z.object({ deadLetterReason: z.string().optional() }).catch({}).default({}),
});

// Who sends to a dead-letter queue may write anything as the reason; a metric takes only what Service Bus writes.
const brokerReasons = new Set(['MaxDeliveryCountExceeded', 'TTLExpiredException', 'HeaderSizeExceeded']);

/**
 * Shows what a dead message asked for as a failed lesson, and puts the job aside for a replay. A message that nobody can read becomes a failed lesson too,
 * of the site `default` and named after the message, with the beginning of what it said.
 */
export async function recordDeadLetter(
  message: unknown,
  metadata: unknown,
): Promise<{ lessonId: string; reason: string }> {
  const { messageId, sequenceNumber, enqueuedTime, applicationProperties } = metadataSchema.parse(metadata);
  const reason = applicationProperties.deadLetterReason ?? 'unknown';
  record(metrics.deadMessages, 1, { queue: queues.lessonJobs, reason: brokerReasons.has(reason) ? reason : 'other' });
  const job = lessonJobSchema.safeParse(message);
  if (job.success) {
    const { source } = job.data;
    const code = reason === 'TTLExpiredException' ? 'timed-out' : 'messaging-unavailable';
    await recordFailure(source, {
      code,
      message: `The analysis could not be started (${reason}). Send it again: upload the video once more, or replay the dead letter.`,
      stage: 'startAnalysis',
    });
    const { siteId, lessonId, revision } = source;
    // The broker's number tells a job that dies again from the same death told twice.
    await putAside(
      `${jobId(source)}-${sequenceNumber ?? 0}`,
      { job: { schemaVersion: 1, siteId, lessonId, revision } },
      reason,
    );
    return { lessonId, reason };
  }
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const name = messageId ?? createHash('sha256').update(text).digest('hex').slice(0, 32);
  const id = createHash('sha256').update(`dead-letter/${name}`).digest('hex').slice(0, 24);
  const now = new Date().toISOString();
  const lesson: Lesson = {
    id,
    siteId: defaultSite,
    fileName: `unreadable message ${name}`,
    blobName: '',
    revision: '',
    status: 'failed',
    sizeBytes: 0,
    title: 'Unreadable message',
    consent: 'unknown',
    uploadedAt: (enqueuedTime ?? new Date()).toISOString(),
    updatedAt: now,
    failure: {
      code: 'message-malformed',
      message: `A message in the queue lesson-jobs is not a lesson job (${reason}). Whoever sent it must mend it. It began: ${text.slice(0, 300)}`,
      stage: 'startAnalysis',
    },
  };
  await changeLesson(defaultSite, id, (present) => present ?? lesson);
  await putAside(`${id}-${sequenceNumber ?? 0}`, { unreadable: message }, reason);
  return { lessonId: id, reason };
}
