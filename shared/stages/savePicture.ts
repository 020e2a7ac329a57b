import type { Picture, Source } from '../lessons/lesson.ts';
import { changeLesson } from '../results/lessons.ts';

/** Adds the picture branch's result to the lesson, unless the lesson moved on to a newer upload. */
export async function savePicture(source: Source, picture: Picture): Promise<void> {
  await changeLesson(source.siteId, source.lessonId, (present) =>
    present === null || present.revision !== source.revision
      ? null
      : { ...present, picture, updatedAt: new Date().toISOString() },
  );
}
