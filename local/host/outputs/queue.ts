import { type BindingData, fillTemplate } from '../bindingExpressions.ts';
import type { QueueOutput } from '../bindings.ts';
import type { Connections } from '../connections.ts';
import type { RpcTypedData } from '../coreTypes.ts';
import { isMissing } from '../triggers/blobQueue.ts';
import { messagesOf } from './messages.ts';

/** Puts what a function gave into a storage queue, which is made when it is not there. */
export async function writeQueue(
  binding: QueueOutput,
  value: RpcTypedData,
  data: BindingData,
  connections: Connections,
  encoding: 'base64' | 'none',
): Promise<void> {
  const queue = connections.queues(binding.connection).getQueueClient(fillTemplate(binding.queueName, data));
  for (const { body } of messagesOf(value)) {
    const text = body.toString(encoding === 'base64' ? 'base64' : 'utf8');
    try {
      await queue.sendMessage(text);
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      await queue.createIfNotExists();
      await queue.sendMessage(text);
    }
  }
}
