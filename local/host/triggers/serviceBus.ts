import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { ServiceBusTrigger } from '../bindings.ts';
import { asError } from '../errors.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { HostJson } from '../hostJson.ts';
import type { Invoker } from '../invoke.ts';
import { createOngoing, type Listener } from '../listener.ts';
import type { HostLog } from '../log.ts';
import { batchEvent, messageEvent } from './serviceBusMessage.ts';

export interface ServiceBusListenerOptions {
  readonly definition: FunctionDefinition & { readonly trigger: ServiceBusTrigger };
  readonly client: ServiceBusClient;
  readonly config: HostJson['extensions']['serviceBus'];
  readonly invoker: Invoker;
  readonly log: HostLog;
}

const category = 'Host.ServiceBus';

/**
 * Receives from a queue or a topic's subscription under a lock that is renewed while the function runs. A message
 * whose function succeeds is completed, one whose function throws is abandoned: the broker counts, and dead-letters it.
 */
export function createServiceBusListener(options: ServiceBusListenerOptions): Listener {
  const { definition, config, invoker, log } = options;
  const { trigger } = definition;
  const autoComplete = trigger.autoCompleteMessages ?? config.autoCompleteMessages;
  const receiver = openReceiver(options);
  const running = new Set<ServiceBusReceivedMessage>();
  const ongoing = createOngoing();
  const stopping = new AbortController();
  let stopReceiving: () => Promise<void> = async () => undefined;

  function begin(messages: readonly ServiceBusReceivedMessage[]): Promise<void> {
    const work = run(messages);
    ongoing.add(work);
    return work;
  }

  async function run(messages: readonly ServiceBusReceivedMessage[]): Promise<void> {
    for (const message of messages) running.add(message);
    let failed = false;
    try {
      const [first] = messages;
      if (!first) return;
      await invoker.invoke(
        definition,
        trigger.cardinality === 'many' ? batchEvent(messages, trigger) : messageEvent(first, trigger),
      );
    } catch {
      // The invoker has logged it; what is left to do is to give the messages back.
      failed = true;
    }
    await Promise.all(messages.map((message) => settle(message, failed)));
  }

  async function settle(message: ServiceBusReceivedMessage, failed: boolean): Promise<void> {
    // Whoever is still running when the host closes has been given back already.
    if (!running.delete(message)) return;
    try {
      if (failed) await receiver.abandonMessage(message);
      else if (autoComplete) await receiver.completeMessage(message);
    } catch (thrown) {
      // The lock is lost: the broker delivers the message again, which the function has to stand anyway.
      const about = { entity: receiver.entityPath, messageId: message.messageId, error: asError(thrown).message };
      log.write('warn', category, 'message.not-settled', about);
    }
  }

  function onError(error: Error): void {
    log.write('warn', category, 'receive.failed', { entity: receiver.entityPath, error: error.message });
  }

  /** One batch at a time, as Azure's host takes them. */
  async function receiveBatches(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const messages = await receiver.receiveMessages(config.maxMessageBatchSize, {
          maxWaitTimeInMs: 60_000,
          abortSignal: stopping.signal,
        });
        if (messages.length > 0) await begin(messages);
      } catch (thrown) {
        if (stopping.signal.aborted) return;
        onError(asError(thrown));
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  return {
    async start() {
      if (trigger.cardinality === 'many') {
        const loop = receiveBatches();
        stopReceiving = async () => {
          stopping.abort();
          await loop;
        };
        return;
      }
      const subscription = receiver.subscribe(
        { processMessage: (message) => begin([message]), processError: async ({ error }) => onError(asError(error)) },
        { autoCompleteMessages: false, maxConcurrentCalls: config.maxConcurrentCalls },
      );
      stopReceiving = () => subscription.close();
    },
    async pause() {
      stopping.abort();
      // Closing waits for what it has given out, so it is not waited for: the host has a bound of its own.
      stopReceiving().catch((thrown) => onError(asError(thrown)));
    },
    idle: () => ongoing.idle(),
    async close() {
      const left = [...running];
      running.clear();
      await Promise.all(
        left.map((message) => receiver.abandonMessage(message).catch((thrown) => onError(asError(thrown)))),
      );
      await receiver.close();
    },
  };
}

const deadLetterSuffix = /\/\$deadletterqueue$/i;

function openReceiver({ client, config, definition }: ServiceBusListenerOptions): ServiceBusReceiver {
  const { queueName, topicName, subscriptionName } = definition.trigger;
  const entity = subscriptionName ?? queueName ?? '';
  const plain = entity.replace(deadLetterSuffix, '');
  const settings = {
    receiveMode: 'peekLock' as const,
    // The body is handed on as it was sent: the library reads JSON itself.
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: Math.min(config.maxAutoLockRenewalDuration, 2_147_483_647),
    ...(entity === plain ? {} : { subQueueType: 'deadLetter' as const }),
  };
  return topicName === undefined
    ? client.createReceiver(plain, settings)
    : client.createReceiver(topicName, plain, settings);
}
