import { app } from '@azure/functions';
import { completedLessonAt } from '../shared/api/findLesson.ts';
import { answering } from '../shared/api/route.ts';
import { listQuestions } from '../shared/results/questions.ts';

app.http('lessonQuestions', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}/questions',
  handler: answering(async (request) => {
    const { lesson, result, place } = await completedLessonAt(request.params.id);
    const found = await listQuestions(place, result.revision);
    const questions = found.map(({ question, etag }) => ({ ...question, etag }));
    const reviewedCount = questions.filter(({ review }) => review !== undefined).length;
    const { revision, metrics } = result;
    return { jsonBody: { lessonId: lesson.id, revision, metrics, reviewedCount, questions } };
  }),
});
