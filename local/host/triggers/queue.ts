import type { DequeuedMessageItem, QueueServiceClient } from '@azure/storage-queue';
import type { QueueTrigger } from '../bindings.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { HostJson } from '../hostJson.ts';
import type { Invoker, TriggerEvent } from '../invoke.ts';
import type { HostLog } from '../log.ts';
import { jsonObject, toTypedData } from '../typedData.ts';
import { createQueueListener, type QueueListener, UnusableMessage } from './queueListener.ts';

export interface QueueTriggerOptions {
  readonly definition: FunctionDefinition & { readonly trigger: QueueTrigger };
  readonly service: QueueServiceClient;
  readonly config: HostJson['extensions']['queues'];
  readonly invoker: Invoker;
  readonly log: HostLog;
}

/** Seconds that a message stays hidden while its function runs, as in Azure; renewed for longer ones. */
const visibility = 600;

/** Runs a function for each message of a storage queue; what fails too often goes to the queue NAME-poison, which has no such queue itself. */
export function createQueueTrigger(options: QueueTriggerOptions): QueueListener {
  const { definition, service, config, invoker } = options;
  const { queueName } = definition.trigger;
  return createQueueListener({
    queue: service.getQueueClient(queueName),
    poison: /-poison$/i.test(queueName) ? undefined : service.getQueueClient(`${queueName}-poison`),
    batchSize: config.batchSize,
    newBatchThreshold: config.newBatchThreshold ?? Math.floor(config.batchSize / 2),
    maxDequeueCount: config.maxDequeueCount,
    maxPollingInterval: config.maxPollingInterval,
    retryDelay: config.visibilityTimeout,
    visibility,
    log: options.log,
    handle: async (message) => {
      const body =
        config.messageEncoding === 'base64' ? decodeBase64(message.messageText) : Buffer.from(message.messageText);
      await invoker.invoke(definition, queueEvent(definition.trigger, message, body));
    },
  });
}

/** What a function with a queue trigger is given for one message. */
export function queueEvent(trigger: QueueTrigger, message: DequeuedMessageItem, body: Buffer): TriggerEvent {
  const text = body.toString('utf8');
  const described = {
    QueueTrigger: text,
    DequeueCount: message.dequeueCount,
    ExpirationTime: message.expiresOn.toISOString(),
    Id: message.messageId,
    InsertionTime: message.insertedOn.toISOString(),
    NextVisibleTime: message.nextVisibleOn.toISOString(),
    PopReceipt: message.popReceipt,
  };
  return {
    reason: `queue message ${message.messageId}`,
    data: trigger.dataType === 'binary' ? { bytes: body } : { string: text },
    bindingData: { ...described, ...jsonObject(text) },
    metadata: Object.fromEntries(Object.entries(described).map(([name, value]) => [name, toTypedData(value)])),
  };
}

/** Throws an UnusableMessage for text that is not base64: whoever wrote it used another encoding. */
function decodeBase64(text: string): Buffer {
  const compact = text.replace(/\s/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(compact)) {
    throw new UnusableMessage(
      'The message is not base64, which host.json asks for (extensions.queues.messageEncoding).',
    );
  }
  return Buffer.from(compact, 'base64');
}
