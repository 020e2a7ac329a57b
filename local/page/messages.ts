import { randomUUID } from 'node:crypto';
import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { QueueServiceClient } from '@azure/storage-queue';
import Long from 'long';
import { z } from 'zod';
import { addressOf, type Cloud } from './cloud.ts';
import { resendPoison } from './poison.ts';
import type { EntityView, MessagesShown, MessageView } from './shown.ts';
import { inputOf, PageError, type View } from './view.ts';

const shownMax = 100;
const bodyMax = 20_000;
/** Dead letters that are looked through for the one that is wanted. */
const searchedMax = 1000;
const counted = z.object({
  entities: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['queue', 'topic', 'subscription']),
      activeMessageCount: z.number(),
      deadLetterMessageCount: z.number(),
      scheduledMessageCount: z.number(),
    }),
  ),
});
const sent = z.object({
  id: z.string(),
  body: z.string().max(200_000),
  messageId: z.string().default(''),
  subject: z.string().default(''),
  sessionId: z.string().default(''),
  properties: z.string().default(''),
});
const dead = z.object({ id: z.string(), sequence: z.string().min(1) });

/** The queues, topics and subscriptions, what waits in them, and sending. */
export function messagesView(cloud: Cloud): View & { close(): Promise<void> } {
  let known: { readonly connection: string; readonly client: ServiceBusClient } | undefined;
  const bus = () => {
    const connection = addressOf(cloud, 'serviceBus', 'Service Bus');
    if (known?.connection !== connection) known = { connection, client: new ServiceBusClient(connection) };
    return known.client;
  };
  const storage = () => QueueServiceClient.fromConnectionString(addressOf(cloud, 'storage', 'Storage'));

  async function entities(): Promise<EntityView[]> {
    const { serviceBusAdmin, storage: connection } = cloud.addresses();
    const all: EntityView[] = [];
    if (serviceBusAdmin !== undefined) {
      const answer = await fetch(`${serviceBusAdmin}/entities`, { signal: AbortSignal.timeout(10_000) });
      for (const each of counted.parse(await answer.json()).entities)
        all.push({
          id: `bus:${each.name}`,
          name: each.name,
          kind: each.kind,
          active: each.activeMessageCount,
          dead: each.deadLetterMessageCount,
          scheduled: each.scheduledMessageCount,
        });
    }
    if (connection !== undefined)
      for await (const { name } of storage().listQueues()) {
        const { approximateMessagesCount: active = 0 } = await storage().getQueueClient(name).getProperties();
        all.push({ id: `storage:${name}`, name, kind: 'storage queue', active, dead: 0, scheduled: 0 });
      }
    return all;
  }

  async function peek(id: string, ofDead: boolean): Promise<MessageView[]> {
    const { kind, name } = placeOf(id);
    if (kind === 'storage') {
      const { peekedMessageItems } = await storage().getQueueClient(name).peekMessages({ numberOfMessages: 32 });
      return peekedMessageItems.map(({ messageId, insertedOn, dequeueCount, messageText, expiresOn }) => ({
        ...{ id: messageId, sequence: messageId, at: insertedOn.toISOString(), deliveries: dequeueCount, trace: null },
        body: textOf(messageText),
        properties: { expiresOn: expiresOn.toISOString() },
      }));
    }
    const receiver = bus().createReceiver(name, ofDead ? { subQueueType: 'deadLetter' } : {});
    try {
      // From the front: else it goes on where any receiver of this connection has looked last.
      return (await receiver.peekMessages(shownMax, { fromSequenceNumber: Long.ONE })).map(viewOf);
    } finally {
      await receiver.close();
    }
  }

  async function send(input: unknown): Promise<object> {
    const { id, body, messageId, subject, sessionId, properties } = inputOf(sent, input);
    const { kind, name } = placeOf(id);
    if (kind === 'storage') {
      // As functions read them, unless host.json says otherwise.
      await storage().getQueueClient(name).sendMessage(Buffer.from(body).toString('base64'));
      return {};
    }
    const message: ServiceBusMessage = {
      body: jsonOr(body),
      messageId: messageId || randomUUID(),
      ...(subject === '' ? {} : { subject }),
      ...(sessionId === '' ? {} : { sessionId }),
      ...(properties === '' ? {} : { applicationProperties: propertiesOf(properties) }),
    };
    const sender = bus().createSender(name);
    await sender.sendMessages(message).finally(() => sender.close());
    return {};
  }

  /** Sends a dead letter to where it died, and only then takes it away. */
  async function resend(input: unknown): Promise<object> {
    const { id, sequence } = inputOf(dead, input);
    const { kind, name } = placeOf(id);
    if (kind === 'storage') return resendPoison(storage(), name, sequence);
    const receiver = bus().createReceiver(name, { subQueueType: 'deadLetter' });
    const passed: ServiceBusReceivedMessage[] = [];
    try {
      for (let looked = 0; looked < searchedMax; ) {
        const messages = await receiver.receiveMessages(shownMax, { maxWaitTimeInMs: 2000 });
        if (messages.length === 0) break;
        looked += messages.length;
        const found = messages.find(({ sequenceNumber }) => String(sequenceNumber) === sequence);
        passed.push(...messages.filter((message) => message !== found));
        if (found === undefined) continue;
        const sender = bus().createSender(name.replace(/\/subscriptions\/.*$/i, ''));
        await sender.sendMessages(again(found)).finally(() => sender.close());
        await receiver.completeMessage(found);
        return {};
      }
    } finally {
      for (const message of passed) await receiver.abandonMessage(message);
      await receiver.close();
    }
    throw new PageError(404, 'This dead letter is not there any more, or somebody holds it.');
  }

  return {
    async shows(query): Promise<MessagesShown> {
      const id = query.get('id') ?? '';
      const all = await entities();
      const chosen = all.find((each) => each.id === id);
      const shows = chosen !== undefined && chosen.kind !== 'topic';
      return { entities: all, messages: shows ? await peek(id, query.get('dead') === 'true') : [] };
    },
    actions: { send, resend },
    close: async () => known?.client.close(),
  };
}

function placeOf(id: string): { readonly kind: 'bus' | 'storage'; readonly name: string } {
  const [, kind, name = ''] = /^(bus|storage):(.+)$/.exec(id) ?? [];
  if (kind !== 'bus' && kind !== 'storage') throw new PageError(400, `"${id}" names no queue.`);
  return { kind, name };
}

function viewOf(message: ServiceBusReceivedMessage): MessageView {
  const { body, messageId, sequenceNumber, enqueuedTimeUtc, deliveryCount = 0, applicationProperties = {} } = message;
  const { subject, contentType, correlationId, sessionId, to, replyTo, expiresAtUtc, scheduledEnqueueTimeUtc } =
    message;
  const { deadLetterReason, deadLetterErrorDescription, deadLetterSource, state } = message;
  const parent = String(applicationProperties.traceparent ?? applicationProperties['Diagnostic-Id'] ?? '');
  const own = {
    subject,
    contentType,
    correlationId,
    sessionId,
    to,
    replyTo,
    expiresAtUtc,
    scheduledEnqueueTimeUtc,
    state,
  };
  return {
    id: String(messageId ?? ''),
    sequence: String(sequenceNumber ?? ''),
    at: enqueuedTimeUtc?.toISOString() ?? '',
    deliveries: deliveryCount,
    body: textOf(
      typeof body === 'string' ? body : Buffer.isBuffer(body) ? body.toString('utf8') : JSON.stringify(body, null, 2),
    ),
    properties: { ...own, deadLetterReason, deadLetterErrorDescription, deadLetterSource, applicationProperties },
    trace: /^00-([\da-f]{32})-/.exec(parent)?.[1] ?? null,
  };
}

/** The same message once more, under a name of its own: where duplicates are looked for, its own would be passed over. */
function again({
  body,
  subject,
  contentType,
  correlationId,
  sessionId,
  partitionKey,
  to,
  replyTo,
  applicationProperties,
}: ServiceBusReceivedMessage): ServiceBusMessage {
  const given = Object.entries({ subject, contentType, correlationId, sessionId, partitionKey, to, replyTo }).filter(
    ([, value]) => value !== undefined,
  );
  const kept = Object.entries(applicationProperties ?? {}).filter(
    ([name]) => !/^DeadLetter(?:Reason|ErrorDescription)$/.test(name),
  );
  return {
    ...Object.fromEntries(given),
    body,
    messageId: randomUUID(),
    applicationProperties: Object.fromEntries(kept),
  };
}

function textOf(text: string): string {
  const decoded = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, 'base64').toString('utf8')
    : text;
  return (decoded.includes('\uFFFD') ? text : decoded).slice(0, bodyMax);
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is sent as the text that it is.
    return text;
  }
}

function propertiesOf(text: string): Record<string, string | number | boolean> {
  const read = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).safeParse(jsonOr(text));
  if (!read.success) throw new PageError(400, 'The properties are a JSON object of texts, numbers and booleans.');
  return read.data;
}
