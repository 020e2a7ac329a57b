import type { InvocationContext } from '@azure/functions';
import df, { type DurableClient } from 'durable-functions';
import { jobId } from '../../shared/lessons/identity.ts';
import { lessonJobSchema, queues } from '../../shared/messaging/messages.ts';
import { log } from '../../shared/telemetry/log.ts';
import { metrics } from '../../shared/telemetry/names.ts';
import { record } from '../../shared/telemetry/record.ts';
import { traceParent } from '../../shared/telemetry/trace.ts';
import { startOnce } from '../durable/startOnce.ts';

// Only starts the orchestration: no lock is held while a lesson is worked on.
df.app.client.serviceBusQueue('startAnalysis', {
  queueName: queues.lessonJobs,
  connection: 'AskwellServiceBus',
  handler: async (message: unknown, client: DurableClient, context: InvocationContext) => {
    const { source, again } = lessonJobSchema.parse(message);
    const input = { ...source, traceParent: traceParent() };
    const started = await startOnce(client, 'analyzeLesson', jobId(source), input, again ? 'again' : 'stays');
    if (started) record(metrics.lessonsStarted, 1, {});
    log(context, 'info', 'analysis.asked', { lessonId: source.lessonId, revision: source.revision, started });
  },
});
