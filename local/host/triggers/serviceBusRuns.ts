import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { ServiceBusTrigger } from '../bindings.ts';
import { asError } from '../errors.ts';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { Invoker } from '../invoke.ts';
import { createOngoing } from '../listener.ts';
import type { HostLog } from '../log.ts';
import { batchEvent, messageEvent } from './serviceBusMessage.ts';

const category = 'Host.ServiceBus';

/** What of a receiver is needed to be done with a message. */
type Settling = Pick<ServiceBusReceiver, 'abandonMessage' | 'completeMessage' | 'entityPath'>;

interface RunsOptions {
  readonly definition: FunctionDefinition & { readonly trigger: ServiceBusTrigger };
  readonly autoComplete: boolean;
  readonly invoker: Invoker;
  readonly log: HostLog;
}

/** The runs of one function for messages that it has under a lock. */
export function createServiceBusRuns({ definition, autoComplete, invoker, log }: RunsOptions) {
  const { trigger } = definition;
  const running = new Map<ServiceBusReceivedMessage, Settling>();
  const ongoing = createOngoing();

  function onError(entity: string, error: Error): void {
    log.write('warn', category, 'receive.failed', { entity, error: error.message });
  }

  async function run(receiver: Settling, messages: readonly ServiceBusReceivedMessage[]): Promise<void> {
    for (const message of messages) running.set(message, receiver);
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
    await Promise.all(messages.map((message) => settle(receiver, message, failed)));
  }

  async function settle(receiver: Settling, message: ServiceBusReceivedMessage, failed: boolean): Promise<void> {
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

  return {
    onError,
    /** Runs the function once for these; a message whose function succeeds is completed, else it is abandoned. */
    begin(receiver: Settling, messages: readonly ServiceBusReceivedMessage[]): Promise<void> {
      const work = run(receiver, messages);
      ongoing.add(work);
      return work;
    },
    idle: () => ongoing.idle(),
    /** Abandons what is still running, so that the broker gives it to another host at once. */
    async giveBack(): Promise<void> {
      const left = [...running];
      running.clear();
      const abandoned = left.map(([message, receiver]) =>
        receiver.abandonMessage(message).catch((thrown) => onError(receiver.entityPath, asError(thrown))),
      );
      await Promise.all(abandoned);
    },
  };
}
