import { app } from '@azure/functions';
import { completedLessonAt } from '../shared/api/findLesson.ts';
import { answering } from '../shared/api/route.ts';
import { waveformAnswer } from '../shared/api/waveform.ts';

app.http('lessonWaveform', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}/waveform',
  handler: answering(async (request) => {
    const { lesson, result } = await completedLessonAt(request.params.id);
    return waveformAnswer({ lessonId: lesson.id, revision: result.revision }, request.headers.get('if-none-match'));
  }),
});
