import { randomUUID } from 'node:crypto';
import type { ServiceBusSender } from '@azure/service-bus';
import { azureCredential } from '../credential.ts';
import { TransientError } from '../errors.ts';
import { lazily } from '../lazily.ts';
import { jobId } from '../lessons/identity.ts';
import type { Source } from '../lessons/lesson.ts';
import { config } from '../settings/config.ts';
import { traceParent } from '../telemetry/trace.ts';
import { type DeadJob, type LessonEvent, type LessonJob, queues, topics } from './messages.ts';

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

async function send(entity: string, messageId: string, body: unknown, properties: Record<string, string>) {
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
 * @param how 'again' asks also when the analysis was done before, and is never taken for the job that was sent then;
 * `replayOf` sends a dead job, named by its message, and is not taken for that job's first sending.
 */
export async function sendLessonJob(
  source: Source,
  how: 'once' | 'again' | { readonly replayOf: string } = 'once',
): Promise<void> {
  const suffix = how === 'once' ? '' : `-${how === 'again' ? randomUUID() : how.replayOf}`;
  const again = how === 'again' ? true : undefined;
  const job: LessonJob = { schemaVersion: 1, source, again, traceParent: traceParent() };
  await send(queues.lessonJobs, jobId(source) + suffix, job, { siteId: source.siteId });
}

/**
 * Puts a job aside that the queue gave up on, until somebody sends it again.
 * @param message the dead message's own id, so that putting it aside twice is once.
 * @param body a DeadJob, or what came instead of a job.
 */
export async function putAside(
  message: string,
  body: { readonly job: DeadJob } | { readonly unreadable: unknown },
  reason: string,
): Promise<void> {
  const [content, kind] = 'job' in body ? [body.job, 'job'] : [body.unreadable, 'unreadable'];
  await send(queues.deadJobs, message, content, { kind, reason: reason.slice(0, 200) });
}

/** Tells subscribers how a lesson ended. */
export async function sendLessonEvent(event: LessonEvent): Promise<void> {
  await send(topics.lessonEvents, `${jobId(event)}-${event.type}`, event, { type: event.type, siteId: event.siteId });
}
