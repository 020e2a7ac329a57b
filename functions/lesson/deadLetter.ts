import { app, type InvocationContext } from '@azure/functions';
import { queues } from '../../shared/messaging/messages.ts';
import { recordDeadLetter } from '../../shared/stages/recordDeadLetter.ts';
import { log } from '../../shared/telemetry/log.ts';

// What the queue gave up on becomes a failed lesson that says why. Nothing vanishes.
app.serviceBusQueue('deadLetter', {
  queueName: `${queues.lessonJobs}/$deadletterqueue`,
  connection: 'AskwellServiceBus',
  handler: async (message: unknown, context: InvocationContext) => {
    const recorded = await recordDeadLetter(message, context.triggerMetadata ?? {});
    log(context, 'error', 'message.dead', recorded);
  },
});
