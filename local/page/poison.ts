import type { DequeuedMessageItem, QueueClient, QueueServiceClient } from '@azure/storage-queue';
import { PageError } from './view.ts';

/** Messages that are looked through for the one that is wanted; a storage queue gives 32 at once. */
const searchedMax = 1024;
const atOnce = 32;
/** Seconds that those looked through stay hidden at most, should this process end meanwhile. */
const hiddenSeconds = 30;

/**
 * Sends a poison message to the queue where it failed, and only then takes it away: whoever dies in between leaves it
 * twice rather than nowhere. @throws PageError for a queue of another name, and for a message that is not there.
 */
export async function resendPoison(service: QueueServiceClient, name: string, messageId: string): Promise<object> {
  const poison = service.getQueueClient(name);
  const target = await whereItFailed(service, name);
  const passed: DequeuedMessageItem[] = [];
  try {
    while (passed.length < searchedMax) {
      const { receivedMessageItems } = await poison.receiveMessages({
        numberOfMessages: atOnce,
        visibilityTimeout: hiddenSeconds,
      });
      if (receivedMessageItems.length === 0) break;
      const found = receivedMessageItems.find((message) => message.messageId === messageId);
      passed.push(...receivedMessageItems);
      if (found === undefined) continue;
      await target.sendMessage(found.messageText, { messageTimeToLive: -1 });
      await poison.deleteMessage(found.messageId, found.popReceipt);
      passed.splice(passed.indexOf(found), 1);
      return {};
    }
  } finally {
    for (const { messageId: id, popReceipt, messageText } of passed)
      await poison.updateMessage(id, popReceipt, messageText, 0);
  }
  throw new PageError(404, 'This message is not there any more, or somebody holds it.');
}

async function whereItFailed(service: QueueServiceClient, name: string): Promise<QueueClient> {
  const [, base] = /^(.+)-poison$/.exec(name) ?? [];
  if (base === undefined)
    throw new PageError(400, 'Only what lies in a queue NAME-poison is sent again: to the queue NAME.');
  // Of all functions with a blob trigger, in queues of which each belongs to one host.
  const prefix = base === 'webjobs-blobtrigger' ? 'azure-webjobs-blobtrigger-' : base;
  const fitting: string[] = [];
  for await (const queue of service.listQueues({ prefix }))
    if (queue.name === base || (prefix !== base && queue.name.startsWith(prefix))) fitting.push(queue.name);
  const [only, other] = fitting;
  if (only === undefined) throw new PageError(404, `There is no queue "${base}" to send it to.`);
  if (other !== undefined)
    throw new PageError(
      409,
      `Several hosts have queues here (${fitting.join(', ')}): it is not known which it was of.`,
    );
  return service.getQueueClient(only);
}
