import type { ServiceBusClient, ServiceBusReceiver } from '@azure/service-bus';
import type { ServiceBusTrigger } from '../bindings.ts';
import { asError } from '../errors.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { HostJson } from '../hostJson.ts';
import type { Invoker } from '../invoke.ts';
import type { Listener } from '../listener.ts';
import type { HostLog } from '../log.ts';
import { createServiceBusRuns } from './serviceBusRuns.ts';

export interface ServiceBusListenerOptions {
  readonly definition: FunctionDefinition & { readonly trigger: ServiceBusTrigger };
  readonly client: ServiceBusClient;
  readonly config: HostJson['extensions']['serviceBus'];
  readonly invoker: Invoker;
  readonly log: HostLog;
}

/**
 * Receives from a queue or a topic's subscription under a lock that is renewed while the function runs. A message
 * whose function succeeds is completed, one whose function throws is abandoned: the broker counts, and dead-letters it.
 */
export function createServiceBusListener(options: ServiceBusListenerOptions): Listener {
  const { definition, config, invoker, log } = options;
  const { trigger } = definition;
  const autoComplete = trigger.autoCompleteMessages ?? config.autoCompleteMessages;
  const receiver = openReceiver(options);
  const runs = createServiceBusRuns({ definition, autoComplete, invoker, log });
  const stopping = new AbortController();
  let stopReceiving: () => Promise<void> = async () => undefined;
  const onError = (error: Error) => runs.onError(receiver.entityPath, error);

  /** One batch at a time, as Azure's host takes them. */
  async function receiveBatches(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const messages = await receiver.receiveMessages(config.maxMessageBatchSize, {
          maxWaitTimeInMs: 60_000,
          abortSignal: stopping.signal,
        });
        if (messages.length > 0) await runs.begin(receiver, messages);
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
        {
          processMessage: (message) => runs.begin(receiver, [message]),
          processError: async ({ error }) => onError(asError(error)),
        },
        { autoCompleteMessages: false, maxConcurrentCalls: config.maxConcurrentCalls },
      );
      stopReceiving = () => subscription.close();
    },
    async pause() {
      stopping.abort();
      // Closing waits for what it has given out, so it is not waited for: the host has a bound of its own.
      stopReceiving().catch((thrown) => onError(asError(thrown)));
    },
    idle: () => runs.idle(),
    async close() {
      await runs.giveBack();
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
