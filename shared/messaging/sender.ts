import { randomUUID } from 'node:crypto';
import type { ServiceBusSender } from '@azure/service-bus';
import { config } from '../config.ts';
import { azureCredential } from '../credential.ts';
import { TransientError } from '../errors.ts';
import { lazily } from '../lazily.ts';
import { jobId } from '../lessons/identity.ts';
import type { Source } from '../lessons/lesson.ts';
import { traceParent } from '../telemetry/trace.ts';
import { type LessonEvent, type LessonJob, queues, topics } from './messages.ts';

/** This process's connection to Service Bus. */
export const serviceBus = lazily(async () => {
  const { ServiceBusClient } = await import('./serviceBus.ts');
  const { AskwellServiceBus: connection, AskwellServiceBus__fullyQualifiedNamespace: namespace } = config();
  return connection ? new ServiceBusClient(connection) : new ServiceBusClient(namespace ?? '', await azureCredential());
});
const senders = new Map<string, ServiceBusSender>();

async function senderTo(entity: string): Promise<ServiceBusSender> {
  const bus = await serviceBus();
  const sender = senders.get(entity) ?? bus.createSender(entity);
  senders.set(entity, sender);
  return sender;
}

async function send(
  entity: string,
  messageId: string,
  body: LessonJob | LessonEvent,
  properties: Record<string, string>,
) {
  try {
    await (await senderTo(entity)).sendMessages({
      messageId,
      contentType: 'application/json',
      body,
      applicationProperties: { ...properties, ...traceProperties() },
    });
  } catch (error) {
    throw new TransientError('messaging-unavailable', `Service Bus did not take a message for ${entity}.`, {
      cause: error,
    });
  }
}

/** Opens a link to the queue of jobs, and sends nothing. @throws when Service Bus or the queue does not answer. */
export async function reachMessaging(abortSignal: AbortSignal): Promise<void> {
  await (await senderTo(queues.lessonJobs)).createMessageBatch({ abortSignal });
}

// The second name is the one under which Azure's clients and hosts look for it.
function traceProperties(): Record<string, string> {
  const here = traceParent();
  return here === undefined ? {} : { traceparent: here, 'Diagnostic-Id': here };
}

/**
 * Asks for an analysis. Sent twice within the queue's detection window, it is one job.
 * @param how 'again' asks also when the analysis was done before, and is never taken for the job that was sent then.
 */
export async function sendLessonJob(source: Source, how: 'once' | 'again' = 'once'): Promise<void> {
  const messageId = how === 'once' ? jobId(source) : `${jobId(source)}-${randomUUID()}`;
  const again = how === 'again' ? true : undefined;
  const job: LessonJob = { schemaVersion: 1, source, again, traceParent: traceParent() };
  await send(queues.lessonJobs, messageId, job, { siteId: source.siteId });
}

/** Tells subscribers how a lesson ended. */
export async function sendLessonEvent(event: LessonEvent): Promise<void> {
  await send(topics.lessonEvents, `${jobId(event)}-${event.type}`, event, { type: event.type, siteId: event.siteId });
}
