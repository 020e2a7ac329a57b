import { isReviewed, remeasured } from '../questions/metrics.ts';
import { changeLesson } from './lessons.ts';
import type { Place } from './questions.ts';
import { readReviewing } from './reviewing.ts';

/**
 * Brings a lesson's stored metrics up to its questions as they now are. The questions are read after the lesson and before
 * it is written unchanged: of two reviews at once, whoever writes last has read both.
 */
export async function refreshMetrics(place: Place, revision: string): Promise<void> {
  await changeLesson(place.siteId, place.lessonId, async (lesson) => {
    if (lesson?.result === undefined || lesson.result.revision !== revision) return null;
    const { questions } = (await readReviewing(place, revision)).state;
    const reviewedCount = questions.filter(isReviewed).length;
    const result = { ...lesson.result, metrics: remeasured(lesson.result, questions), reviewedCount };
    return { ...lesson, result, updatedAt: new Date().toISOString() };
  });
}
