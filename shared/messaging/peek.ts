import type { ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import Long from 'long';

// Sequence numbers begin with it.
const front = Long.ONE;

/**
 * Looks at the messages at the front of a queue and takes none. To be used instead of a receiver's peekMessages alone,
 * which goes on where any receiver of this connection has last looked.
 */
export function peekFront(receiver: ServiceBusReceiver, count: number): Promise<ServiceBusReceivedMessage[]> {
  return receiver.peekMessages(count, { fromSequenceNumber: front });
}

/** Looks at all messages of a queue, in order, and takes none. */
export async function* peekAll(receiver: ServiceBusReceiver): AsyncGenerator<ServiceBusReceivedMessage> {
  let from = front;
  for (;;) {
    const messages = await receiver.peekMessages(100, { fromSequenceNumber: from });
    yield* messages;
    const last = messages.at(-1)?.sequenceNumber;
    if (last === undefined) return;
    from = last.add(1);
  }
}
