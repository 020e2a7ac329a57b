import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { questionsQuerySchema } from '../../shared/api/contract.ts';
import { questionsView } from '../../shared/api/questionsView.ts';
import { checked, queryOf } from '../../shared/api/route.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('lessonQuestions', {
  methods: ['GET'],
  route: 'api/v1/lessons/{id}/questions',
  handler: async (request) => {
    const query = checked(questionsQuerySchema, queryOf(request));
    return answerUnlessKnown(request, await questionsView(request.params.id, query));
  },
});
