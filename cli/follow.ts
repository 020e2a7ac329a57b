import { setTimeout as delay } from 'node:timers/promises';
import type { Api, LessonView } from './api.ts';
import type { ProgressView } from './progress.ts';

// The API has no push yet: a lesson takes minutes, and asking costs a millisecond.
const intervalMilliseconds = 500;

/** Follows one upload to its end and shows where it is. Resolves with the lesson, completed or failed. */
export async function follow(api: Api, lessonId: string, revision: string, view: ProgressView): Promise<LessonView> {
  for (;;) {
    const lesson = await api.lesson(lessonId);
    if (lesson?.revision === revision) {
      if (lesson.progress !== undefined) view.show(lesson.progress);
      const pictureDue = lesson.picture === undefined && lesson.progress?.stage !== 'done';
      const voicesDue = lesson.result?.speakers?.state === 'pending';
      if (lesson.status !== 'running' && !(lesson.status === 'completed' && (pictureDue || voicesDue))) {
        // What is needed is there a moment before the analysis itself says so.
        if (lesson.status === 'completed') view.show({ stage: 'done', done: 1, total: 1 });
        view.end();
        return lesson;
      }
    }
    await delay(intervalMilliseconds);
  }
}
