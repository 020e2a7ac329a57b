import { sourceOf, withChoices } from '../lessons/admission.ts';
import type { Choices } from '../lessons/choices.ts';
import type { Lesson, Source } from '../lessons/lesson.ts';
import { changeLesson, withUpload } from '../results/lessons.ts';
import { findUpload } from '../storage/blobs.ts';
import { isMoving } from './findLesson.ts';
import { Problem } from './problem.ts';
import { assertOffered } from './reanalysisOffers.ts';

/**
 * Shows a lesson as running again, on the upload that it has now.
 * @param chosen with what it is analysed; absent: with what was chosen before
 * @throws Problem 400 'not-offered', 409 'video-gone' when there is none, 'replaced' when a newer one waits for its own analysis,
 * 404 when the lesson was deleted meanwhile.
 */
export async function beginReanalysis(lesson: Lesson, chosen?: Choices): Promise<{ source: Source; running: Lesson }> {
  if (chosen !== undefined) assertOffered(chosen, lesson);
  const blob = lesson.blobName === '' ? null : await findUpload(lesson.blobName);
  if (blob === null)
    throw new Problem(409, 'video-gone', 'The video is gone', 'It was deleted. Upload it again to have it analysed.');
  // Nothing chosen is said, too: it takes back what was chosen before.
  const source = withChoices(sourceOf(blob), chosen === undefined ? lesson : { ...lesson, choices: chosen });
  if (source.revision !== lesson.revision)
    throw new Problem(409, 'replaced', 'There is a newer upload', 'It is analysed by itself. Wait for it.');
  const running = await changeLesson(lesson.siteId, lesson.id, (present) => {
    if (present?.moving !== undefined) throw isMoving();
    return present === null ? null : withUpload(present, source, new Date());
  });
  if (running === null) throw new Problem(404, 'unknown-lesson', 'No such lesson', 'The lesson was deleted meanwhile.');
  return { source, running };
}

/** Shows a lesson as it was before, since its analysis could not be started. */
export async function giveUpReanalysis({ siteId, id, revision, status, failure, choices }: Lesson): Promise<void> {
  await changeLesson(siteId, id, (present) =>
    present === null || present.revision !== revision
      ? null
      : { ...present, status, failure, choices, updatedAt: new Date().toISOString() },
  );
}
