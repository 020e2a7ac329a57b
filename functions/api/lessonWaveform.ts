import { completedLessonAt } from '../../shared/api/findLesson.ts';
import { waveformAnswer } from '../../shared/api/waveform.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonWaveform', async ({ path, request, rights }) => {
  const { lesson, result } = await completedLessonAt(path.id, rights);
  const key = { lessonId: lesson.id, revision: result.revision };
  return waveformAnswer(key, lesson.removed?.voices ?? 0, request.headers.get('if-none-match'));
});
