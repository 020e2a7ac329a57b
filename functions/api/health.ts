import { checkHealth } from '../../shared/api/health.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('health', async () => {
  const health = await checkHealth();
  return { status: health.status === 'ok' ? 200 : 503, jsonBody: health };
});
