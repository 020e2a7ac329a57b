import { app } from '@azure/functions';
import { uploadRequestSchema } from '../shared/api/contract.ts';
import { answering, jsonBody } from '../shared/api/route.ts';
import { planUpload } from '../shared/api/upload.ts';

app.http('uploads', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'api/v1/uploads',
  handler: answering(async (request) => ({
    headers: { 'cache-control': 'no-store' },
    jsonBody: await planUpload(await jsonBody(request, uploadRequestSchema, 16_000)),
  })),
});
