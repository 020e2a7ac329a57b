import { uploadRequestSchema } from '../../shared/api/contract.ts';
import { jsonBody } from '../../shared/api/route.ts';
import { planUpload } from '../../shared/api/upload.ts';
import { guarded } from '../bindings/guarded.ts';

guarded('uploads', {
  methods: ['POST'],
  route: 'api/v1/uploads',
  handler: async (request) => ({
    headers: { 'cache-control': 'no-store' },
    jsonBody: await planUpload(await jsonBody(request, uploadRequestSchema, 16_000)),
  }),
});
