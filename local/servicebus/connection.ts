import type { Connection, EventContext, link, Receiver, Sender, Session } from 'rhea';
import { type Consumer, createConsumer } from './consumer.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Entities, ReceivePoint } from './entities.ts';
import { AmqpFailure, asFailure } from './failure.ts';
import { guardSession, serveSending } from './incoming.ts';
import { managementOf } from './management.ts';
import { acceptTokens, createResponseLinks, serveRequests } from './requests.ts';
import { echoSettleModes } from './rheaInternals.ts';

export type BrokerLog = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

interface ConnectionContext {
  readonly entities: Entities;
  readonly dispatcher: Dispatcher;
  readonly log: BrokerLog;
}

const managementSuffix = /\/\$management$/i;
const tokenNode = '$cbs';
const sessionFilter = 'com.microsoft:session-filter';

/** An AMQP terminus as it came: its address may be missing whatever the declarations say. */
function addressOf(terminus: { address?: unknown } | null | undefined): string {
  if (typeof terminus?.address === 'string') return terminus.address;
  throw new AmqpFailure('amqp:not-implemented', 'Only links to named entities are served.');
}

/**
 * Serves one client connection: opens its links and takes them down again.
 * @returns what to do when its socket is closed
 */
export function serveConnection(connection: Connection, { entities, dispatcher, log }: ConnectionContext): () => void {
  const responses = createResponseLinks();
  const consumers = new Map<Sender, { point: ReceivePoint; consumer: Consumer }>();
  const onError = (error: unknown) => log('delivery_failed', { reason: asFailure(error).message });

  function dropConsumer(sender: Sender): void {
    const entry = consumers.get(sender);
    if (!entry) return;
    consumers.delete(sender);
    dispatcher.remove(entry.point, entry.consumer);
    entry.consumer.close();
  }

  /** Client receives. */
  function openSender(sender: Sender): void {
    const address = addressOf(sender.source);
    if (address.toLowerCase() === tokenNode || managementSuffix.test(address)) {
      if (managementSuffix.test(address)) managementOf(entities, address.replace(managementSuffix, ''));
      responses.add(address.toLowerCase(), sender);
      return;
    }
    if (sender.source.filter && sessionFilter in sender.source.filter) {
      throw new AmqpFailure('amqp:not-allowed', `'${address}' does not require sessions: open a receiver without one.`);
    }
    const point = entities.receivePointAt(address);
    const consumer = createConsumer(sender, point, { onRoom: () => dispatcher.wake(point), onError });
    consumers.set(sender, { point, consumer });
    dispatcher.add(point, consumer);
    sender.on('sendable', () => dispatcher.wake(point));
    sender.on('sender_draining', () => {
      dispatcher.deliverNow(point);
      sender.set_drained(true);
    });
  }

  /** Client sends. */
  function openReceiver(receiver: Receiver): void {
    const address = addressOf(receiver.target);
    const node = address.toLowerCase();
    if (node === tokenNode) serveRequests(receiver, node, responses, acceptTokens);
    else if (managementSuffix.test(address)) {
      serveRequests(receiver, node, responses, managementOf(entities, address.replace(managementSuffix, '')));
    } else serveSending(receiver, entities.ingressAt(address));
  }

  /** Opens a link, or refuses it: attached without source and target, as the protocol wants, and detached at once. */
  function open<Link extends link>(attached: Link | undefined, serve: (attached: Link) => void): void {
    if (!attached) return;
    try {
      serve(attached);
      attached.set_source({ address: attached.source?.address ?? '' });
      attached.set_target({ address: attached.target?.address ?? '' });
      echoSettleModes(attached);
    } catch (error) {
      const { condition, message } = asFailure(error);
      log('link_refused', { condition, reason: message });
      attached.close({ condition, description: message });
    }
  }

  function closeSession(session: Session | undefined): void {
    for (const sender of [...consumers.keys()]) if (sender.session === session) dropConsumer(sender);
  }

  /** What goes wrong in a handler is that connection's trouble and nobody else's. */
  function on(event: string, handle: (context: EventContext) => void): void {
    connection.on(event, (context: EventContext) => {
      try {
        handle(context);
      } catch (error) {
        const { condition, message } = asFailure(error);
        log('connection_failed', { event, reason: message });
        connection.close({ condition, description: message });
      }
    });
  }

  on('session_open', ({ session }) => session && guardSession(session));
  on('sender_open', ({ sender }) => open(sender, openSender));
  on('receiver_open', ({ receiver }) => open(receiver, openReceiver));
  on('sender_close', ({ sender }) => {
    if (!sender) return;
    responses.remove(sender);
    dropConsumer(sender);
  });
  on('session_close', ({ session }) => closeSession(session));
  // A client that reports an error closes what it is about as well, and that is handled above; without a listener rhea
  // would take these for fatal.
  for (const event of ['sender_error', 'receiver_error', 'session_error', 'connection_error']) {
    on(event, () => log('client_reported_error', { event }));
  }

  return () => {
    for (const sender of [...consumers.keys()]) dropConsumer(sender);
  };
}
