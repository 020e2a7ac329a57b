import { TransientError } from '../errors.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { log } from '../telemetry/log.ts';
import { type Stores, stores } from '../wiring/stores.ts';

/**
 * Marks a lesson's video for the account's lifecycle rules, which delete what is `default` when its time has come.
 * What is `dated` or on `hold` they leave alone: retireLessons knows the day. It deletes the others as well; the rules
 * are for the day on which nobody runs Askwell any more. A tag that cannot be set is told and no reason to fail.
 */
export async function tagRetention(
  lesson: Pick<Lesson, 'id' | 'blobName' | 'retainUntil' | 'hold'>,
  { tagUpload }: Pick<Stores, 'tagUpload'> = stores,
): Promise<void> {
  if (lesson.blobName === '') return;
  const retention = lesson.hold === true ? 'hold' : lesson.retainUntil === undefined ? 'default' : 'dated';
  try {
    await tagUpload(lesson.blobName, { retention });
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    log(console, 'warn', 'retention.untagged', { lessonId: lesson.id, retention });
  }
}
