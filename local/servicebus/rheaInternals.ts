import type { Socket } from 'node:net';
import rhea, { type Connection, type Delivery, type link, type Sender, type Session, type Typed } from 'rhea';

// A broker needs a little more of rhea than its type declarations show: everything of that kind is here, with the file
// of rhea 3 that it is from. The integration tests exercise each.

/** lib/connection.js: how a server takes over an accepted socket, and where its bytes come in. */
interface ServerConnection {
  accept(socket: Socket): void;
  input(chunk: Buffer): void;
}

/** lib/session.js */
export interface TransferFrame {
  readonly performative: { message_format: number | null | undefined; readonly more: boolean | null | undefined };
  payload?: Buffer;
}

interface DispositionFrame {
  readonly performative: { readonly first: number; readonly last: number | null | undefined };
}

interface SessionInternals {
  on_transfer(frame: TransferFrame): void;
  on_disposition(frame: DispositionFrame): void;
  _get_link(frame: TransferFrame): link;
  readonly outgoing: { available(): number; readonly next_pending_delivery: number };
}

/** lib/link.js */
interface SenderInternals {
  credit: number;
  delivery_count: number;
  _draining: boolean;
  _get_drain(): boolean;
}

interface LinkInternals {
  readonly local: {
    readonly attach: { snd_settle_mode: number; rcv_settle_mode: number; properties: Readonly<Record<string, Typed>> };
  };
  /** lib/endpoint.js */
  readonly state: { local_open: boolean; open_requests: number };
  open(): void;
}

/** lib/message.js: the outcomes as they go on the wire. */
interface Outcomes {
  accepted(): { described(): unknown };
  rejected(fields?: { error: { condition: string; description: string } }): { described(): unknown };
  released(): { described(): unknown };
  modified(): { described(): unknown };
}

export const sessionInternals = (session: Session) => session as unknown as SessionInternals;
export const serverConnection = (connection: Connection) => connection as unknown as ServerConnection;
export const outcomes = rhea.message as unknown as Outcomes;

/** How much the peer can still take: what it granted, less what is on its way. */
export function senderCredit(sender: Sender): number {
  return (sender as unknown as SenderInternals).credit;
}

/** Whether a delivery has left for the peer, and does not wait for credit or window any more. */
export function hasLeft(sender: Sender, delivery: Delivery): boolean {
  return delivery.id < sessionInternals(sender.session).outgoing.next_pending_delivery;
}

/** How many more unsettled deliveries the session can hold. */
export function roomInSession(sender: Sender): number {
  return sessionInternals(sender.session).outgoing.available();
}

/**
 * Makes a drained sender say so even when the credit was just used up. rhea then leaves out the drain flag, and the
 * peer, whose drain request crossed the last message on the wire, waits for it until a time-out.
 */
export function alwaysAnswerDrain(sender: Sender): void {
  const internals = sender as unknown as SenderInternals;
  internals._get_drain = () => {
    if (!internals._draining) return false;
    internals.delivery_count += internals.credit;
    internals.credit = 0;
    internals._draining = false;
    return true;
  };
}

/**
 * Keeps an attach that has just come unanswered until the returned function is called; rhea answers by itself at the
 * end of this turn of the event loop.
 */
export function holdAttach(attached: link): () => void {
  const internals = attached as unknown as LinkInternals;
  internals.state.open_requests -= 1;
  internals.state.local_open = false;
  return () => internals.open();
}

/** What an attach is answered with besides its ends. */
export function setLinkProperties(attached: link, properties: Readonly<Record<string, Typed>>): void {
  (attached as unknown as LinkInternals).local.attach.properties = properties;
}

/** Answers an attach with the settle modes that the peer asked for. */
export function echoSettleModes(attached: link): void {
  const { attach } = (attached as unknown as LinkInternals).local;
  attach.snd_settle_mode = attached.snd_settle_mode ?? 2;
  attach.rcv_settle_mode = attached.rcv_settle_mode ?? 0;
}

/**
 * Settles a delivery with an outcome, and for good. A receiver that settles second does not answer our settlement, and
 * rhea would keep the delivery until it does.
 */
export function settleForGood(delivery: Delivery, state: unknown): void {
  delivery.update(true, state);
  (delivery as { remote_settled: boolean }).remote_settled = true;
}
