import { setTimeout as delay } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import type { Api, LessonView } from '../../../cli/api.ts';
import { lessonOf, revisionOf } from '../../../shared/lessons/identity.ts';
import type { Victim } from './victims.ts';

/** An upload that storage has answered. */
export interface Acknowledged {
  readonly blobName: string;
  readonly lessonId: string;
  readonly revision: string;
  readonly victim: Victim;
}

/** How an upload ended; `open` has not. */
export type Ending = 'completed' | 'failed' | 'open';

// Small, so that a short clip comes in several blocks, as a long recording does.
const blockBytes = 64 * 1024;
const patienceMilliseconds = 180_000;

/** Uploads until storage answers, as a person does who tries again. @throws Error when it does not in three minutes. */
export async function uploadUntilAnswered(
  storage: string,
  blobName: string,
  content: Buffer,
  victim: Victim,
): Promise<Acknowledged> {
  const blob = BlobServiceClient.fromConnectionString(storage, { retryOptions: { maxTries: 1 } })
    .getContainerClient('videos')
    .getBlockBlobClient(blobName);
  for (const deadline = Date.now() + patienceMilliseconds; ; ) {
    try {
      const { etag } = await blob.uploadData(content, { blockSize: blockBytes, maxSingleShotSize: 0 });
      if (etag === undefined) throw new Error('Storage took the video without naming its version.');
      return { blobName, lessonId: lessonOf(blobName).lessonId, revision: revisionOf(etag), victim };
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(250);
    }
  }
}

/** Where an upload is now; null while the API does not answer. */
export async function lessonNow(api: Api, { lessonId }: Acknowledged): Promise<LessonView | null> {
  try {
    return await api.lesson(lessonId);
  } catch {
    return null;
  }
}

/** How an upload's lesson has ended. */
export function endingOf({ revision }: Acknowledged, lesson: LessonView | null): Ending {
  if (lesson?.revision !== revision || lesson.status === 'running') return 'open';
  return lesson.status;
}
