import { app } from '@azure/functions';
import { callerOf } from '../shared/api/caller.ts';
import { describeCaller } from '../shared/api/me.ts';
import { answering } from '../shared/api/route.ts';

app.http('me', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'api/v1/me',
  handler: answering(async (request) => ({ jsonBody: describeCaller(callerOf(request)) })),
});
