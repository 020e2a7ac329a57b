import { planUpload } from '../../shared/api/upload.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint('uploads', async ({ body }) => ({
  headers: { 'cache-control': 'no-store' },
  jsonBody: await planUpload(body),
}));
