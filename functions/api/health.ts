import { app } from '@azure/functions';
import { checkHealth } from '../../shared/api/health.ts';
import { answering } from '../../shared/api/route.ts';

app.http('health', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'api/v1/health',
  handler: answering(async () => {
    const health = await checkHealth();
    return { status: health.status === 'ok' ? 200 : 503, jsonBody: health };
  }),
});
