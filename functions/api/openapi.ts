import { app } from '@azure/functions';
import { openApi } from '../../shared/api/openapi.ts';
import { answering } from '../../shared/api/route.ts';

app.http('openapi', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'api/openapi.json',
  handler: answering(async () => ({ jsonBody: openApi() })),
});
