import { app } from '@azure/functions';
import { reviewRequestSchema } from '../shared/api/contract.ts';
import { completedLessonAt } from '../shared/api/findLesson.ts';
import { Problem } from '../shared/api/problem.ts';
import { answering, jsonBody } from '../shared/api/route.ts';
import { saveReview } from '../shared/results/questions.ts';

app.http('questionReview', {
  methods: ['PUT'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}/questions/{questionId}/review',
  handler: answering(async (request) => {
    const body = await jsonBody(request, reviewRequestSchema, 16_000);
    const { result, place } = await completedLessonAt(request.params.id);
    const review = { ...body, by: body.by ?? 'unnamed', at: new Date().toISOString() };
    const basedOn = request.headers.get('if-match') ?? undefined;
    const saved = await saveReview(place, result.revision, request.params.questionId ?? '', review, basedOn);
    if (saved === null)
      throw new Problem(404, 'unknown-question', 'No such question', 'The lesson has no question with this id.');
    if (saved === 'conflict') {
      throw new Problem(
        412,
        'changed-meanwhile',
        'Somebody was faster',
        'The question has changed since you read it. Read it again, then send your code.',
      );
    }
    return { headers: { etag: saved.etag }, jsonBody: saved.question };
  }),
});
