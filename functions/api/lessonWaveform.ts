import { completedLessonAt } from '../../shared/api/findLesson.ts';
import { waveformAnswer } from '../../shared/api/waveform.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonWaveform', async ({ path, request, rights }) => {
  const { lesson, result } = await completedLessonAt(path.id, rights);
  return waveformAnswer({ lessonId: lesson.id, revision: result.revision }, request.headers.get('if-none-match'));
});
