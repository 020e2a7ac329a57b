import type { ServiceBusClient, ServiceBusSessionReceiver } from '@azure/service-bus';
import { isServiceBusError } from '@azure/service-bus';
import { asError } from '../errors.ts';
import { createRest, type Listener } from '../listener.ts';
import type { ServiceBusListenerOptions } from './serviceBus.ts';
import { createServiceBusRuns } from './serviceBusRuns.ts';

/** What the SDK says when no session came in time: nothing is wrong, there is none. */
const noneCame: ReadonlySet<string> = new Set(['ServiceTimeout', 'SessionCannotBeLocked']);

/**
 * Receives from sessions, several side by side and the messages of each one after the other, in order. A session is
 * kept until no message has come for a while.
 */
export function createServiceBusSessionListener(options: ServiceBusListenerOptions): Listener {
  const { definition, client, config, invoker, log } = options;
  const { trigger } = definition;
  const entity = trigger.queueName ?? `${trigger.topicName}/Subscriptions/${trigger.subscriptionName}`;
  const autoComplete = trigger.autoCompleteMessages ?? config.autoCompleteMessages;
  const runs = createServiceBusRuns({ definition, autoComplete, invoker, log });
  const stopping = new AbortController();
  const { signal } = stopping;
  const open = new Set<ServiceBusSessionReceiver>();
  const rests = new Set<ReturnType<typeof createRest>>();
  const idleMs = config.sessionIdleTimeout ?? config.clientRetryOptions.tryTimeout;
  const most = trigger.cardinality === 'many' ? config.maxMessageBatchSize : 1;

  async function serve(session: ServiceBusSessionReceiver): Promise<void> {
    while (!signal.aborted) {
      const messages = await session.receiveMessages(most, { maxWaitTimeInMs: idleMs, abortSignal: signal });
      if (messages.length === 0) return;
      // What the host gave back while it stopped belongs to the next one.
      await runs.begin(session, messages);
    }
  }

  async function lane(): Promise<void> {
    const rest = createRest();
    rests.add(rest);
    while (!signal.aborted) {
      let session: ServiceBusSessionReceiver | undefined;
      try {
        session = await acceptNext(client, options);
        open.add(session);
        await serve(session);
      } catch (thrown) {
        if (signal.aborted) break;
        if (isServiceBusError(thrown) && noneCame.has(thrown.code)) continue;
        runs.onError(entity, asError(thrown));
        await rest.wait(1000);
      } finally {
        if (session && !signal.aborted) await close(session);
      }
    }
  }

  async function close(session: ServiceBusSessionReceiver): Promise<void> {
    open.delete(session);
    await session.close().catch((thrown) => runs.onError(entity, asError(thrown)));
  }

  return {
    async start() {
      // Each goes on by itself until the host stops; what fails in one is logged and tried again.
      for (let index = 0; index < config.maxConcurrentSessions; index += 1) void lane();
    },
    async pause() {
      stopping.abort();
      for (const rest of rests) rest.wake();
    },
    idle: () => runs.idle(),
    async close() {
      await runs.giveBack();
      await Promise.all([...open].map(close));
    },
  };
}

function acceptNext(
  client: ServiceBusClient,
  { config, definition }: ServiceBusListenerOptions,
): Promise<ServiceBusSessionReceiver> {
  const { queueName, topicName, subscriptionName } = definition.trigger;
  const settings = {
    receiveMode: 'peekLock' as const,
    skipParsingBodyAsJson: true,
    maxAutoLockRenewalDurationInMs: Math.min(config.maxAutoLockRenewalDuration, 2_147_483_647),
  };
  return topicName === undefined || subscriptionName === undefined
    ? client.acceptNextSession(queueName ?? '', settings)
    : client.acceptNextSession(topicName, subscriptionName, settings);
}
