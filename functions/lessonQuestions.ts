import { app } from '@azure/functions';
import { completedLessonAt } from '../shared/api/findLesson.ts';
import { answering } from '../shared/api/route.ts';
import { listQuestions } from '../shared/results/questions.ts';

app.http('lessonQuestions', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'v1/lessons/{id}/questions',
  handler: answering(async (request) => {
    const { lesson, result, place } = await completedLessonAt(request.params.id);
    const questions = await listQuestions(place, result.revision);
    return { jsonBody: { lessonId: lesson.id, revision: result.revision, questions } };
  }),
});
