import { lessonIdOf, planUpload } from '../../shared/api/upload.ts';
import { endpoint } from '../bindings/endpoint.ts';

endpoint(
  'uploads',
  async ({ body, caller, note }) => {
    const { plan, replaces } = await planUpload(body, caller);
    if (replaces) note('replaces');
    return { headers: { 'cache-control': 'no-store' }, jsonBody: plan };
  },
  { lessonIdOf: ({ body }) => lessonIdOf(body) },
);
