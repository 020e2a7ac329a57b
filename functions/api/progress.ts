import df from 'durable-functions';
import { answerUnlessKnown } from '../../shared/api/conditional.ts';
import { progressView } from '../../shared/api/progressView.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { progressOf } from '../durable/progress.ts';

endpoint(
  'progress',
  async ({ query, request, context, rights }) => {
    const client = df.getClient(context);
    return answerUnlessKnown(
      request,
      await progressView(query.lessons.split(','), rights, (lesson) => progressOf(client, lesson)),
    );
  },
  { extraInputs: [df.input.durableClient()] },
);
