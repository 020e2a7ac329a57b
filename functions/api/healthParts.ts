import df from 'durable-functions';
import { checkParts } from '../../shared/api/health.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { statusOf } from '../durable/startOnce.ts';

endpoint(
  'healthParts',
  async ({ context }) => {
    const client = df.getClient(context);
    const health = await checkParts(() => statusOf(client, 'health'));
    return { status: health.status === 'ok' ? 200 : 503, jsonBody: health };
  },
  { extraInputs: [df.input.durableClient()] },
);
