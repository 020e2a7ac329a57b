import { app, type InvocationContext } from '@azure/functions';
import { subscriptions, topics } from '../../shared/messaging/messages.ts';
import { tellReady } from '../../shared/stages/tellReady.ts';
import { log } from '../../shared/telemetry/log.ts';

// Tells a webhook that a lesson is ready, or has failed, where one is set. What it does not take comes again, ten times.
app.serviceBusTopic('tellReady', {
  topicName: topics.lessonEvents,
  subscriptionName: subscriptions.ready,
  connection: 'AskwellServiceBus',
  handler: async (message: unknown, context: InvocationContext) => {
    const { outcome, ...told } = await tellReady(message);
    if (outcome !== 'passed over') log(context, outcome === 'told' ? 'info' : 'error', `ready.${outcome}`, told);
  },
});
