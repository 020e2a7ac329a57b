import df from 'durable-functions';
import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { lessonListQuerySchema } from '../../shared/api/contract.ts';
import { listView } from '../../shared/api/listView.ts';
import { checked, queryOf } from '../../shared/api/route.ts';
import { guarded } from '../bindings/guarded.ts';
import { progressOf } from '../durable/progress.ts';

guarded('lessons', {
  methods: ['GET'],
  route: 'api/v1/lessons',
  extraInputs: [df.input.durableClient()],
  handler: async (request, context, caller) => {
    const client = df.getClient(context);
    const query = checked(lessonListQuerySchema, queryOf(request));
    return answerUnlessKnown(request, await listView(query, caller, (lesson) => progressOf(client, lesson)));
  },
});
