import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { questionsView } from '../../shared/api/questionsView.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('lessonQuestions', async ({ path, query, request, rights }) =>
  answerUnlessKnown(request, await questionsView(path.id, rights, query)),
);
