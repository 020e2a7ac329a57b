import { useEffect } from 'preact/hooks';
import { ease } from '../api/ease.ts';
import { type LessonResponse, readProgress } from '../api/lessons.ts';
import { usePolled } from '../api/usePolled.ts';
import { isMoving } from '../details/stages.ts';

/**
 * The listed lessons with their progress as it is now: one request asks after all of them that move, and none where none does.
 * @param onSettled the list is out of date: an analysis or a picture has ended, or a lesson is gone or was uploaded anew.
 */
export function useProgress(
  listed: readonly LessonResponse[] | undefined,
  onSettled: () => void,
): readonly LessonResponse[] | undefined {
  const moving = (listed ?? []).filter(isMoving);
  const ids = moving.map(({ id }) => id);
  const polled = usePolled(
    `progress ${ids.join(',')}`,
    async (etag, signal) => (ids.length === 0 ? { body: { lessons: [] }, etag: '' } : readProgress(ids, etag, signal)),
    (_, unchanged) => (ids.length === 0 ? null : ease(unchanged)),
  );
  const now = new Map(polled.value?.lessons.map((state) => [state.id, state]));
  const settled =
    polled.value !== undefined &&
    moving.some((lesson) => {
      const state = now.get(lesson.id);
      return (
        state?.status !== lesson.status ||
        state.revision !== lesson.revision ||
        state.pictured !== (lesson.picture !== undefined)
      );
    });
  useEffect(() => {
    if (settled) onSettled();
  }, [settled, polled.value]);
  return listed?.map((lesson) => {
    const progress = now.get(lesson.id)?.progress;
    return progress === undefined ? lesson : { ...lesson, progress };
  });
}
