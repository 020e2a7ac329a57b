import { completedLessonAt } from '../../shared/api/findLesson.ts';
import { waveformAnswer } from '../../shared/api/waveform.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('lessonWaveform', {
  methods: ['GET'],
  route: 'api/v1/lessons/{id}/waveform',
  handler: async (request) => {
    const { lesson, result } = await completedLessonAt(request.params.id);
    return waveformAnswer({ lessonId: lesson.id, revision: result.revision }, request.headers.get('if-none-match'));
  },
});
