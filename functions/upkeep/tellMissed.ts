import type { InvocationContext } from '@azure/functions';
import df, { type DurableClient } from 'durable-functions';
import { TransientError } from '../../shared/errors.ts';
import { tellMissed } from '../../shared/recovery/tellMissed.ts';
import { log } from '../../shared/telemetry/log.ts';
import { taskHub } from '../durable/taskHub.ts';

// Functions stop a run at ten minutes.
const within = 240_000;
// Event Grid itself tries for a day.
const dayMilliseconds = 24 * 3_600_000;

// After a start all uploads are looked at, as who knows what was lost with the machine; then those of the last day.
let lookedAtAll = false;
let after: string | null = null;

df.app.client.timer('tellMissed', {
  schedule: '30 2/5 * * * *',
  runOnStartup: true,
  handler: async (_timer: unknown, client: DurableClient, context: InvocationContext) => {
    const { seen, told, next } = await tellMissed(taskHub(client), {
      after,
      since: lookedAtAll ? new Date(Date.now() - dayMilliseconds) : new Date(0),
      within,
      onTold: ({ lessonId, revision }, outcome) =>
        log(context, 'warn', 'upload.told-again', { lessonId, revision, outcome }),
      onUnseen: (error) =>
        log(context, 'warn', 'upload.unseen', { code: error instanceof TransientError ? error.code : 'internal' }),
    });
    after = next;
    lookedAtAll ||= next === null;
    log(context, 'info', 'uploads.held-against-lessons', { seen, told, whole: next === null });
  },
});
