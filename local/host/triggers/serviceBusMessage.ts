import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { ServiceBusTrigger } from '../bindings.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import type { TriggerEvent } from '../invoke.ts';
import { bytesOf, jsonObject, toTypedData } from '../typedData.ts';

/** What a function with a Service Bus trigger is given for one message. */
export function messageEvent(message: ServiceBusReceivedMessage, trigger: ServiceBusTrigger): TriggerEvent {
  const described = describe(message);
  const body = bytesOf(message.body ?? '');
  const text = body.toString('utf8');
  const traceParent = message.applicationProperties?.['Diagnostic-Id'];
  return {
    reason: `Service Bus message ${String(message.messageId)}`,
    data: trigger.dataType === 'binary' ? { bytes: body } : { string: text },
    traceParent: typeof traceParent === 'string' ? traceParent : undefined,
    bindingData: { ...described, ...jsonObject(text) },
    metadata: typed(described),
  };
}

/** For cardinality "many": the bodies in one list, and every property in a list of its own. */
export function batchEvent(messages: readonly ServiceBusReceivedMessage[], trigger: ServiceBusTrigger): TriggerEvent {
  const bodies = messages.map((message) => bytesOf(message.body ?? ''));
  const described = messages.map(describe);
  const lists: Record<string, unknown> = {};
  for (const name of Object.keys(described[0] ?? {})) lists[`${name}Array`] = described.map((each) => each[name]);
  return {
    reason: `${messages.length} Service Bus messages`,
    data:
      trigger.dataType === 'binary'
        ? { collectionBytes: { bytes: bodies } }
        : { collectionString: { string: bodies.map((body) => body.toString('utf8')) } },
    bindingData: lists,
    metadata: typed(lists),
  };
}

/**
 * The names are those of Azure's host, and none that it does not give: why a message is dead is in its application
 * properties alone. The library makes first letters small, theirs too.
 */
function describe(message: ServiceBusReceivedMessage): Record<string, unknown> {
  const applicationProperties = message.applicationProperties ?? {};
  return {
    MessageId: message.messageId === undefined ? undefined : String(message.messageId),
    SequenceNumber: message.sequenceNumber === undefined ? undefined : Number(message.sequenceNumber.toString()),
    // AMQP counts the deliveries before this one, Azure's host and the SDK this one too.
    DeliveryCount: message.deliveryCount === undefined ? undefined : message.deliveryCount + 1,
    LockToken: message.lockToken,
    EnqueuedTime: message.enqueuedTimeUtc?.toISOString(),
    EnqueuedTimeUtc: withoutZone(message.enqueuedTimeUtc),
    ExpiresAt: message.expiresAtUtc?.toISOString(),
    ExpiresAtUtc: withoutZone(message.expiresAtUtc),
    ContentType: message.contentType,
    CorrelationId: message.correlationId === undefined ? undefined : String(message.correlationId),
    Subject: message.subject,
    Label: message.subject,
    To: message.to,
    ReplyTo: message.replyTo,
    SessionId: message.sessionId,
    ReplyToSessionId: message.replyToSessionId,
    PartitionKey: message.partitionKey,
    DeadLetterSource: message.deadLetterSource,
    ApplicationProperties: applicationProperties,
    UserProperties: applicationProperties,
  };
}

/** As .NET writes a time of which it does not know the zone; it is UTC. */
function withoutZone(time: Date | undefined): string | undefined {
  return time?.toISOString().replace(/Z$/, '');
}

function typed(values: Readonly<Record<string, unknown>>): Record<string, RpcTypedData> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, toTypedData(value)]));
}
