import { app, type InvocationContext } from '@azure/functions';
import { keepPeopleSince } from '../shared/recovery/keepPeople.ts';
import { log } from '../shared/telemetry/log.ts';

// Every hour, over three: what could not be kept when it was said, because storage failed, is kept now.
const hours = 3;

app.timer('keepPeople', {
  schedule: '0 17 * * * *',
  handler: async (_timer: unknown, context: InvocationContext) => {
    const count = await keepPeopleSince(new Date(Date.now() - hours * 3_600_000));
    log(context, count.failed === 0 ? 'info' : 'error', 'people.kept', count);
  },
});
