import df from 'durable-functions';
import { progressSchema } from '../../shared/api/contract.ts';
import { Problem } from '../../shared/api/problem.ts';
import { rebuildReportSchema } from '../../shared/recovery/report.ts';
import { endpoint } from '../bindings/endpoint.ts';
import { startOnce, statusOf } from '../durable/startOnce.ts';

// One at a time, under a name of its own.
const instanceId = 'rebuild-results';

endpoint(
  'rebuild',
  async ({ context }) => {
    if (!(await startOnce(df.getClient(context), 'rebuildResults', instanceId, null, 'again')))
      throw new Problem(409, 'running', 'A rebuild is under way', 'GET /api/v1/rebuild tells how far it is.');
    return { status: 202, headers: { location: '/api/v1/rebuild' }, jsonBody: { status: 'Pending' } };
  },
  { extraInputs: [df.input.durableClient()] },
);

endpoint(
  'rebuildStatus',
  async ({ context }) => {
    const found = await statusOf(df.getClient(context), instanceId);
    if (found === null)
      throw new Problem(404, 'no-rebuild', 'No rebuild', 'Nobody has asked for a rebuild: POST /api/v1/rebuild does.');
    const progress = progressSchema.safeParse(found.customStatus).data;
    const report = rebuildReportSchema.safeParse(found.output).data;
    return { jsonBody: { status: found.runtimeStatus, progress, report } };
  },
  { extraInputs: [df.input.durableClient()] },
);
