import df from 'durable-functions';
import { checkParts } from '../../shared/api/health.ts';
import { guarded } from '../bindings/guarded.ts';
import { statusOf } from '../durable/startOnce.ts';

// For operators: it says what Askwell is made of, and how each part answers.
guarded('healthParts', {
  methods: ['GET'],
  route: 'api/v1/health/parts',
  extraInputs: [df.input.durableClient()],
  handler: async (_request, context) => {
    const client = df.getClient(context);
    const health = await checkParts(() => statusOf(client, 'health'));
    return { status: health.status === 'ok' ? 200 : 503, jsonBody: health };
  },
});
