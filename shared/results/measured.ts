import type { Transcript } from '../lessons/transcript.ts';
import { correctedTranscript } from '../questions/correctedLines.ts';
import { isReviewed, lessonMetrics, remeasured } from '../questions/metrics.ts';
import { changeLesson } from './lessons.ts';
import type { Place } from './questions.ts';
import { readReviewing } from './reviewing.ts';

/**
 * Brings a lesson's stored metrics up to its questions as they now are. The questions are read after the lesson and before
 * it is written unchanged: of two reviews at once, whoever writes last has read both.
 * @param transcript of the revision; asked for only where voices were told apart. Null: it is gone, and what was
 * measured from it stays
 */
export async function refreshMetrics(
  place: Place,
  revision: string,
  transcript: () => Promise<Transcript | null>,
): Promise<void> {
  await changeLesson(place.siteId, place.lessonId, async (lesson) => {
    if (lesson?.result === undefined || lesson.result.revision !== revision) return null;
    const { state } = await readReviewing(place, revision, lesson.result);
    const { questions, lines, speakers } = state;
    const reviewedCount = questions.filter(isReviewed).length;
    const heard = speakers.voices.length > 0 ? await transcript() : null;
    const metrics =
      heard === null
        ? remeasured(lesson.result, questions)
        : lessonMetrics(questions, correctedTranscript(heard, lines, speakers.said), speakers.voices);
    return { ...lesson, result: { ...lesson.result, metrics, reviewedCount }, updatedAt: new Date().toISOString() };
  });
}
