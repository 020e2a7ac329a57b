import { app } from '@azure/functions';
import { answering } from '../../shared/api/route.ts';
import { studioAnswer } from '../../shared/studio/answer.ts';
import { openStudio } from '../../shared/studio/files.ts';

// A development build puts the address of the newest studio here, which it shows without a start of the host.
declare const ASKWELL_STUDIO: string | undefined;

// Built into functions/api/, beside web/.
const find =
  typeof ASKWELL_STUDIO === 'string'
    ? openStudio(new URL(ASKWELL_STUDIO), true)
    : openStudio(new URL('../../web/', import.meta.url));

// Every other route goes before this one, which answers what no function is meant for, whatever the method. In Azure `/` needs the setting AzureWebJobsDisableHomepage=true.
app.http('studio', {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  authLevel: 'anonymous',
  route: '{*path}',
  handler: answering((request) => studioAnswer(find, request)),
});
