import { app } from '@azure/functions';
import df from 'durable-functions';
import { answerUnlessKnown } from '../shared/api/conditional.ts';
import { lessonListQuerySchema } from '../shared/api/contract.ts';
import { listView } from '../shared/api/listView.ts';
import { answering, checked, queryOf } from '../shared/api/route.ts';
import { progressOf } from './durable/progress.ts';

app.http('lessons', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/lessons',
  extraInputs: [df.input.durableClient()],
  handler: answering(async (request, context) => {
    const client = df.getClient(context);
    const query = checked(lessonListQuerySchema, queryOf(request));
    return answerUnlessKnown(request, await listView(query, (lesson) => progressOf(client, lesson)));
  }),
});
