import { DefaultAzureCredential } from '@azure/identity';
import { ServiceBusClient, type ServiceBusSender } from '@azure/service-bus';
import { config } from '../config.ts';
import { TransientError } from '../errors.ts';
import { jobId } from '../lessons/identity.ts';
import type { Source } from '../lessons/lesson.ts';
import { type LessonEvent, type LessonJob, queues, topics } from './messages.ts';

let client: ServiceBusClient | undefined;
const senders = new Map<string, ServiceBusSender>();

function senderTo(entity: string): ServiceBusSender {
  const { AskwellServiceBus: connection, AskwellServiceBus__fullyQualifiedNamespace: namespace } = config();
  client ??= connection
    ? new ServiceBusClient(connection)
    : new ServiceBusClient(namespace ?? '', new DefaultAzureCredential());
  const sender = senders.get(entity) ?? client.createSender(entity);
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
    await senderTo(entity).sendMessages({
      messageId,
      contentType: 'application/json',
      body,
      applicationProperties: properties,
    });
  } catch (error) {
    throw new TransientError('messaging-unavailable', `Service Bus did not take a message for ${entity}.`, {
      cause: error,
    });
  }
}

/** Asks for an analysis. Sent twice within the queue's detection window, it is one job. */
export async function sendLessonJob(source: Source): Promise<void> {
  await send(queues.lessonJobs, jobId(source), { schemaVersion: 1, source }, { siteId: source.siteId });
}

/** Tells subscribers how a lesson ended. */
export async function sendLessonEvent(event: LessonEvent): Promise<void> {
  await send(topics.lessonEvents, `${jobId(event)}-${event.type}`, event, { type: event.type, siteId: event.siteId });
}
