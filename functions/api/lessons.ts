import df from 'durable-functions';
import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { listView } from '../../shared/api/listView.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { progressOf } from '../durable/progress.ts';

endpoint(
  'lessons',
  async ({ query, request, context, caller, rights }) => {
    const client = df.getClient(context);
    return answerUnlessKnown(request, await listView(query, caller, rights, (lesson) => progressOf(client, lesson)));
  },
  { extraInputs: [df.input.durableClient()] },
);
