import { app } from '@azure/functions';
import { answering } from '../shared/api/route.ts';
import { listSites } from '../shared/results/sites.ts';

app.http('sites', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/sites',
  handler: answering(async () => ({ jsonBody: { sites: await listSites() } })),
});
