import { app } from '@azure/functions';
import { TransientError } from '../shared/errors.ts';
import { watchWork } from '../shared/stages/watchWork.ts';
import { log } from '../shared/telemetry/log.ts';
import { telemetryAsked } from '../shared/telemetry/start.ts';

// A lesson that is stuck runs nothing that could tell of it: somebody has to look, also when no instance is awake.
app.timer('watchWork', {
  schedule: '0 */5 * * * *',
  handler: async (_timer, context) => {
    if (!telemetryAsked()) return;
    const watched = await watchWork((error) =>
      log(context, 'warn', 'work.unseen', { code: error instanceof TransientError ? error.code : 'internal' }),
    );
    log(context, 'info', 'work.seen', { ...watched });
  },
});
