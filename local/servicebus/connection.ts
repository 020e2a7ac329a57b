import type { Connection, EventContext, link, Receiver, Sender, Session } from 'rhea';
import { type Consumer, createConsumer } from './consumer.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Entities, ReceivePoint } from './entities.ts';
import { AmqpFailure, asFailure, entityNotFound, noSession, sessionLockLost } from './failure.ts';
import { guardSession, serveSending } from './incoming.ts';
import { managementOf } from './management.ts';
import { acceptTokens, createResponseLinks, serveRequests } from './requests.ts';
import { echoSettleModes, holdAttach, setLinkProperties } from './rheaInternals.ts';
import { amqp } from './rheaTypes.ts';
import type { SessionLock } from './sessions.ts';

export type BrokerLog = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

interface ConnectionContext {
  readonly entities: Entities;
  readonly dispatcher: Dispatcher;
  readonly log: BrokerLog;
}

const managementSuffix = /\/\$management$/i;
const tokenNode = '$cbs';
const sessionFilter = 'com.microsoft:session-filter';

/** How long a receiver waits for a free session when it does not say, and at most, in milliseconds. */
const sessionWaitMs = 60_000;
const waitProperty = 'com.microsoft:timeout';

function waitOf(sender: Sender): number {
  const asked: unknown = sender.properties?.[waitProperty];
  return typeof asked === 'number' && asked > 0 ? Math.min(asked, sessionWaitMs) : sessionWaitMs;
}

/** The session that a receiver asks for: a certain one, or any. Undefined when it asks for none. */
function sessionWanted(sender: Sender): { sessionId: string | undefined } | undefined {
  const filter: Readonly<Record<string, unknown>> | undefined = sender.source.filter;
  if (!filter || !(sessionFilter in filter)) return undefined;
  const sessionId = filter[sessionFilter];
  return { sessionId: typeof sessionId === 'string' ? sessionId : undefined };
}

/** .NET's way to write a time: 100 ns since the year 1. */
function ticks(epochMs: number) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(621_355_968_000_000_000n + BigInt(epochMs) * 10_000n);
  return amqp.wrap_long(bytes);
}

/** An AMQP terminus as it came: its address may be missing whatever the declarations say. */
function addressOf(terminus: { address?: unknown } | null | undefined): string {
  if (typeof terminus?.address === 'string') return terminus.address;
  throw new AmqpFailure('amqp:not-implemented', 'Only links to named entities are served.');
}

/**
 * Serves one client connection: opens its links and takes them down again.
 * @returns what to do when its socket is closed, and when a queue or subscription is gone
 */
export function serveConnection(connection: Connection, { entities, dispatcher, log }: ConnectionContext) {
  const responses = createResponseLinks();
  const consumers = new Map<Sender, { point: ReceivePoint; consumer: Consumer; close: () => void }>();
  /** Receivers of a session, whose source says which one. */
  const answeredItself = new WeakSet<link>();
  /** Receivers that wait for a session, and what ends that. */
  const waiting = new Map<Sender, () => void>();
  const onError = (error: unknown) => log('delivery_failed', { reason: asFailure(error).message });

  const links = () => [...consumers.keys(), ...waiting.keys()];

  function dropConsumer(sender: Sender): void {
    waiting.get(sender)?.();
    waiting.delete(sender);
    const entry = consumers.get(sender);
    if (!entry) return;
    consumers.delete(sender);
    dispatcher.remove(entry.point, entry.consumer);
    entry.consumer.close();
    entry.close();
  }

  /** Client receives. */
  function openSender(sender: Sender): void {
    const address = addressOf(sender.source);
    if (address.toLowerCase() === tokenNode || managementSuffix.test(address)) {
      if (managementSuffix.test(address)) managementOf(entities, address.replace(managementSuffix, ''));
      responses.add(address.toLowerCase(), sender);
      return;
    }
    const point = entities.receivePointAt(address);
    const wanted = sessionWanted(sender);
    const sessionful = point.queue.requiresSession && !point.dead;
    if (sessionful && !wanted) {
      throw new AmqpFailure('amqp:not-allowed', `'${address}' requires sessions: accept one to receive from it.`);
    }
    if (!wanted) consume(sender, point, () => undefined);
    else if (sessionful) openSession(sender, point, wanted.sessionId);
    else {
      throw new AmqpFailure('amqp:not-allowed', `'${address}' does not require sessions: open a receiver without one.`);
    }
  }

  /** Serves a receiver of one session: of a certain one, or of the next that is free, for which it may have to wait. */
  function openSession(sender: Sender, { queue }: ReceivePoint, sessionId: string | undefined): void {
    const { sessions } = queue;
    const onLost = () => {
      dropConsumer(sender);
      const { condition, message } = sessionLockLost(sessionId ?? null);
      sender.close({ condition, description: message });
    };
    const serve = (lock: SessionLock) => {
      consume(sender, { queue, dead: false, session: lock.sessionId }, () => sessions.release(lock));
      setLinkProperties(sender, { 'com.microsoft:locked-until-utc': ticks(lock.lockedUntil) });
      answeredItself.add(sender);
      sender.set_source({ address: addressOf(sender.source), filter: { [sessionFilter]: lock.sessionId } });
    };
    if (sessionId !== undefined) {
      serve(sessions.accept(sessionId, onLost));
      return;
    }
    const answer = holdAttach(sender);
    answeredItself.add(sender);
    const stopWaiting = sessions.acceptNext({
      accept: (lock) => {
        end();
        serve(lock);
        answer();
      },
      onLost,
    });
    const timer = setTimeout(() => {
      end();
      const { condition, message } = noSession(queue.path);
      answer();
      sender.close({ condition, description: message });
    }, waitOf(sender));
    const end = () => {
      stopWaiting();
      clearTimeout(timer);
      waiting.delete(sender);
    };
    waiting.set(sender, end);
  }

  function consume(sender: Sender, point: ReceivePoint, close: () => void): void {
    const consumer = createConsumer(sender, point, { onRoom: () => dispatcher.wake(point), onError });
    consumers.set(sender, { point, consumer, close });
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
      if (!answeredItself.has(attached)) attached.set_source({ address: attached.source?.address ?? '' });
      attached.set_target({ address: attached.target?.address ?? '' });
      echoSettleModes(attached);
    } catch (error) {
      const { condition, message } = asFailure(error);
      log('link_refused', { condition, reason: message });
      attached.close({ condition, description: message });
    }
  }

  function closeSession(session: Session | undefined): void {
    for (const sender of links()) if (sender.session === session) dropConsumer(sender);
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

  return {
    closed: (): void => {
      for (const sender of links()) dropConsumer(sender);
    },
    removed: (queue: ReceivePoint['queue']): void => {
      for (const [sender, { point }] of [...consumers]) {
        if (point.queue !== queue) continue;
        dropConsumer(sender);
        const { condition, message } = entityNotFound(queue.path);
        sender.close({ condition, description: message });
      }
    },
  };
}
