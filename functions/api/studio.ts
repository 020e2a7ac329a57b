import { app } from '@azure/functions';
import { answering } from '../../shared/api/route.ts';
import { studioAnswer } from '../../shared/studio/answer.ts';
import { openStudio } from '../../shared/studio/files.ts';

// Built into functions/api/, beside web/.
const find = openStudio(new URL('../../web/', import.meta.url));

// Every other route goes before this one. In Azure `/` needs the setting AzureWebJobsDisableHomepage=true.
app.http('studio', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: '{*path}',
  handler: answering((request) => studioAnswer(find, request)),
});
