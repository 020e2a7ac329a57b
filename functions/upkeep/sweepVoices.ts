import { app, type InvocationContext } from '@azure/functions';
import { sweepVoices } from '../../shared/storage/voices.ts';
import { log } from '../../shared/telemetry/log.ts';

// Every hour: embeddings whose days are over. In Azure the account's own lifecycle rule does so, too, once a day.
app.timer('sweepVoices', {
  schedule: '0 41 * * * *',
  handler: async (_timer: unknown, context: InvocationContext) => {
    const files = await sweepVoices();
    if (files > 0) log(context, 'info', 'voices.swept', { files });
  },
});
