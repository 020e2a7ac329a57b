import { sourceOf } from '../lessons/admission.ts';
import type { Lesson, Source } from '../lessons/lesson.ts';
import { changeLesson, withUpload } from '../results/lessons.ts';
import { findUpload } from '../storage/blobs.ts';
import { isMoving } from './findLesson.ts';
import { Problem } from './problem.ts';

/**
 * Shows a lesson as running again, on the upload that it has now.
 * @throws Problem 409 'video-gone' when there is none, 'replaced' when a newer one waits for its own analysis,
 * 404 when the lesson was deleted meanwhile.
 */
export async function beginReanalysis(lesson: Lesson): Promise<{ source: Source; running: Lesson }> {
  const blob = lesson.blobName === '' ? null : await findUpload(lesson.blobName);
  if (blob === null)
    throw new Problem(409, 'video-gone', 'The video is gone', 'It was deleted. Upload it again to have it analysed.');
  const source = sourceOf(blob);
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
export async function giveUpReanalysis({ siteId, id, revision, status, failure }: Lesson): Promise<void> {
  await changeLesson(siteId, id, (present) =>
    present === null || present.revision !== revision
      ? null
      : { ...present, status, failure, updatedAt: new Date().toISOString() },
  );
}
