import type { link, Receiver, Session } from 'rhea';
import { AmqpFailure, asFailure } from './failure.ts';
import type { Ingress } from './ingress.ts';
import { readBatch, readMessage } from './message.ts';
import { sessionInternals } from './rheaInternals.ts';
import { WireError } from './wire.ts';

/** The largest message or batch that is taken in, encoded: the standard tier's 256 KB. */
export const maxMessageBytes = 256 * 1024;

const batchFormat = 0x8001_3700;
const singleFormat = 0;
// Not one of AMQP's: with any format but 0 rhea hands over the bytes as they came, undecoded.
const rawFormat = 1;
// More deliveries than a session's window can have open.
const widestDisposition = 65_536;

const messageBytes = new WeakMap<link, number>();

/**
 * Has rhea hand over messages as they were encoded, bounds what it collects of one, and bounds the loops that a
 * disposition can ask for. To be called when a session opens.
 */
export function guardSession(session: Session): void {
  const internals = sessionInternals(session);
  const onTransfer = internals.on_transfer.bind(session);
  const onDisposition = internals.on_disposition.bind(session);
  const collected = new WeakMap<link, number>();

  internals.on_transfer = (frame) => {
    const attached = internals._get_link(frame);
    const bytes = (collected.get(attached) ?? 0) + (frame.payload?.length ?? 0);
    collected.set(attached, frame.performative.more ? bytes : 0);
    messageBytes.set(attached, bytes);
    if (frame.performative.message_format === singleFormat) frame.performative.message_format = rawFormat;
    // Counted on, so that the refusal can name the size, but not kept.
    if (bytes > maxMessageBytes) frame.payload = Buffer.alloc(0);
    onTransfer(frame);
  };
  internals.on_disposition = (frame) => {
    const { first, last } = frame.performative;
    if ((last ?? first) - first > widestDisposition) throw new WireError('a disposition for more than can be open');
    onDisposition(frame);
  };
}

/** A message as it came over a link. */
export interface RawMessage {
  readonly raw: Buffer;
  readonly batch: boolean;
}

/** The size is checked here, so every user of a link gets it. @throws AmqpFailure message-size-exceeded */
export function rawMessageOf(receiver: Receiver, message: unknown, format: unknown): RawMessage {
  const bytes = messageBytes.get(receiver) ?? 0;
  if (bytes > maxMessageBytes) {
    throw new AmqpFailure(
      'amqp:link:message-size-exceeded',
      `The received message (size:${bytes} bytes) exceeds the limit (${maxMessageBytes} bytes) currently allowed on the link.`,
    );
  }
  if (!Buffer.isBuffer(message)) throw new AmqpFailure('amqp:decode-error', 'The transfer has no payload.');
  if (format === batchFormat) return { raw: message, batch: true };
  if (format === rawFormat || format === undefined || format === null) return { raw: message, batch: false };
  throw new AmqpFailure('amqp:not-implemented', `Message format ${String(format)} is not supported.`);
}

/** Takes in what a client sends to a queue or topic; accepted only once it is recorded. */
export function serveSending(receiver: Receiver, ingress: Ingress): void {
  // rhea's declarations leave out `format` and know only decoded messages.
  receiver.on('message', (context: { message: unknown; format: unknown; delivery: import('rhea').Delivery }) => {
    try {
      const { raw, batch } = rawMessageOf(receiver, context.message, context.format);
      ingress.send(batch ? readBatch(raw) : [readMessage(raw)]);
      context.delivery.accept();
    } catch (error) {
      const { condition, message } = asFailure(error);
      context.delivery.reject({ condition, description: message });
    }
  });
}
