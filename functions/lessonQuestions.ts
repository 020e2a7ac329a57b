import { app } from '@azure/functions';
import { answerUnlessKnown } from '../shared/api/conditional.ts';
import { questionsQuerySchema } from '../shared/api/contract.ts';
import { questionsView } from '../shared/api/questionsView.ts';
import { answering, checked, queryOf } from '../shared/api/route.ts';

app.http('lessonQuestions', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons/{id}/questions',
  handler: answering(async (request) => {
    const query = checked(questionsQuerySchema, queryOf(request));
    return answerUnlessKnown(request, await questionsView(request.params.id, query));
  }),
});
