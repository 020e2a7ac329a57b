import { keepPicture } from '../backup/picture.ts';
import type { Picture, Source } from '../lessons/lesson.ts';
import { changeLesson } from '../results/lessons.ts';

/** Keeps the picture branch's result, and adds it to the lesson unless that moved on to a newer upload. */
export async function savePicture(source: Source, picture: Picture): Promise<void> {
  await keepPicture(source, picture);
  await changeLesson(source.siteId, source.lessonId, (present) =>
    present === null || present.revision !== source.revision
      ? null
      : { ...present, picture, updatedAt: new Date().toISOString() },
  );
}
