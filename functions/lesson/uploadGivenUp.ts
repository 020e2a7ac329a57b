import { app, type InvocationContext } from '@azure/functions';
import { recordGivenUp } from '../../shared/stages/recordGivenUp.ts';
import { log } from '../../shared/telemetry/log.ts';

// Where the runtime puts a blob event whose function failed five times, for instance while Service Bus was away.
app.storageQueue('uploadGivenUp', {
  queueName: 'webjobs-blobtrigger-poison',
  connection: 'AskwellStorage',
  handler: async (message: unknown, context: InvocationContext) => {
    log(context, 'error', 'upload.given-up', await recordGivenUp(message));
  },
});
