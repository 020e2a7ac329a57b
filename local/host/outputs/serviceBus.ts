import type { ServiceBusClient, ServiceBusSender } from '@azure/service-bus';
import { type BindingData, fillTemplate } from '../bindingExpressions.ts';
import type { ServiceBusOutput } from '../bindings.ts';
import type { Connections } from '../connections.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import { messagesOf } from './messages.ts';

/** Links are costly to open, so there is one for each queue or topic for as long as its client lives. */
const senders = new WeakMap<ServiceBusClient, Map<string, ServiceBusSender>>();

/** Sends what a function gave to a queue or topic, in as few batches as the broker's size limit allows. */
export async function writeServiceBus(
  binding: ServiceBusOutput,
  value: RpcTypedData,
  data: BindingData,
  connections: Connections,
  traceParent: string,
): Promise<void> {
  // By this name Azure's extension says which trace a message is a part of, and its trigger reads it.
  const applicationProperties = { 'Diagnostic-Id': traceParent };
  const messages = messagesOf(value).map((message) => ({ ...message, applicationProperties }));
  if (messages.length === 0) return;
  const entity = fillTemplate(binding.queueName ?? binding.topicName ?? '', data);
  const sender = senderFor(connections.serviceBus(binding.connection), entity);
  let batch = await sender.createMessageBatch();
  for (const message of messages) {
    if (batch.tryAddMessage(message)) continue;
    if (batch.count > 0) await sender.sendMessages(batch);
    batch = await sender.createMessageBatch();
    if (!batch.tryAddMessage(message)) {
      const limit = batch.maxSizeInBytes;
      throw new Error(
        `A message of ${message.body.length} bytes for ${entity} is above the broker's limit of ${limit}.`,
      );
    }
  }
  if (batch.count > 0) await sender.sendMessages(batch);
}

function senderFor(client: ServiceBusClient, entity: string): ServiceBusSender {
  const known = senders.get(client) ?? new Map<string, ServiceBusSender>();
  senders.set(client, known);
  const sender = known.get(entity) ?? client.createSender(entity);
  known.set(entity, sender);
  return sender;
}
