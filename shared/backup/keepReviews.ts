import { lessonsSince } from '../results/lessons.ts';
import { eventsSince } from '../results/reviewing.ts';
import { saidInStudiesSince } from '../results/studies.ts';
import { log } from '../telemetry/log.ts';
import { keepDetails, keepEvents } from './reviewBackup.ts';
import { keepCoding, keepSettled, keepStudy } from './studyBackup.ts';

/**
 * Keeps what people said, and tells a failure in the logs alone: what they said is saved in the database, and the
 * function keepReviews keeps it within the hour.
 */
export async function tryToKeep(lessonId: string, keep: () => Promise<void>): Promise<boolean> {
  try {
    await keep();
    return true;
  } catch (error) {
    log(console, 'error', 'review.not-kept', {
      lessonId,
      error: error instanceof Error ? error.message : String(error),
    });
    return false;
  }
}

/** Keeps the events of reviews and the details that are newer than `since` and could not be kept when they were given. */
export async function keepReviewsSince(since: Date): Promise<{ kept: number; failed: number }> {
  const count = { kept: 0, failed: 0 };
  const note = (kept: boolean) => {
    if (kept) count.kept += 1;
    else count.failed += 1;
  };
  for await (const { place, event } of eventsSince(since))
    note(await tryToKeep(place.lessonId, () => keepEvents(place, [event])));
  for await (const lesson of lessonsSince(since)) note(await tryToKeep(lesson.id, () => keepDetails(lesson)));
  const { studies, codings, settled } = await saidInStudiesSince(since);
  for (const study of studies) note(await tryToKeep('', () => keepStudy(study)));
  for (const coding of codings) note(await tryToKeep(coding.lessonId, () => keepCoding(coding)));
  for (const each of settled) note(await tryToKeep(each.lessonId, () => keepSettled(each)));
  return count;
}
