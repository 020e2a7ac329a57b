import type { Delivery, Sender } from 'rhea';
import type { ReceivePoint } from './entities.ts';
import { type AmqpFailure, asFailure } from './failure.ts';
import { lockTokenBytes, swapGuidOrder } from './lockToken.ts';
import type { Delivered, Outcome } from './queue.ts';
import { alwaysAnswerDrain, hasLeft, outcomes, roomInSession, senderCredit, settleForGood } from './rheaInternals.ts';

/** A client's receiver, seen from the broker. */
export interface Consumer {
  readonly sender: Sender;
  /** It has asked for a message that is not on its way yet. */
  readonly wants: () => boolean;
  readonly deliver: (message: Delivered) => void;
  /** The link is gone: what has not left goes back, what has stays locked until its time is over. */
  readonly close: () => void;
}

type Properties = Readonly<Record<string, unknown>>;

/** A delivery's state as the peer sent it, in whichever of the outcomes it is. */
interface RemoteState {
  readonly error?: { condition?: string; description?: string; info?: Properties } | null;
  readonly undeliverable_here?: boolean | null;
  readonly message_annotations?: Properties | null;
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function deadLetterOf({ error }: RemoteState): Outcome {
  const { DeadLetterReason, DeadLetterErrorDescription, ...properties } = error?.info ?? {};
  return {
    kind: 'deadLetter',
    reason: textOf(DeadLetterReason),
    description: textOf(DeadLetterErrorDescription ?? error?.description),
    properties,
  };
}

const outcomeOf = {
  accepted: (): Outcome => ({ kind: 'complete' }),
  released: (): Outcome => ({ kind: 'release' }),
  rejected: deadLetterOf,
  modified: ({ undeliverable_here, message_annotations }: RemoteState): Outcome => ({
    kind: undeliverable_here ? 'defer' : 'abandon',
    properties: message_annotations ?? {},
  }),
};

function rejectedWith({ condition, message: description }: AmqpFailure): unknown {
  return outcomes.rejected({ error: { condition, description } }).described();
}

interface ConsumerListeners {
  /** The client may be able to take more. */
  readonly onRoom: () => void;
  /** A message that went out could not be settled afterwards; it will be offered again. */
  readonly onError: (error: unknown) => void;
}

/** Serves a client's receiving link. */
export function createConsumer(
  sender: Sender,
  { queue, dead }: ReceivePoint,
  { onRoom, onError }: ConsumerListeners,
): Consumer {
  const deletes = sender.snd_settle_mode === 1;
  const answered = new WeakSet<Delivery>();
  let unsent: { delivery: Delivery; token: Buffer }[] = [];
  alwaysAnswerDrain(sender);

  function settleUnasked(token: Buffer, outcome: Outcome): void {
    try {
      queue.settle(dead, token, outcome);
    } catch (error) {
      onError(error);
    }
  }

  /** Forgets what has left; a receive-and-delete's message is deleted only then, so that none is lost on the way. */
  function flush(): void {
    const left = unsent.filter(({ delivery }) => hasLeft(sender, delivery));
    if (left.length === 0) return;
    unsent = unsent.slice(left.length);
    if (deletes) for (const { token } of left) settleUnasked(token, { kind: 'complete' });
  }

  function settle(delivery: Delivery, outcome: Outcome, state: unknown): void {
    const { tag } = delivery;
    answered.add(delivery);
    try {
      if (!Buffer.isBuffer(tag) || tag.length !== lockTokenBytes) throw new Error('a delivery without a lock token');
      queue.settle(dead, swapGuidOrder(tag), outcome);
      settleForGood(delivery, state);
    } catch (error) {
      settleForGood(delivery, rejectedWith(asFailure(error)));
    }
    onRoom();
  }

  for (const name of ['accepted', 'rejected', 'released', 'modified'] as const) {
    sender.on(name, ({ delivery }: { delivery: Delivery }) => {
      settle(delivery, outcomeOf[name](delivery.remote_state ?? {}), outcomes[name]().described());
    });
  }
  sender.on('settled', ({ delivery }: { delivery: Delivery }) => {
    // Settled without an outcome that we know: the client does not want it, or does not care.
    if (!answered.has(delivery)) settle(delivery, { kind: 'release' }, outcomes.released().described());
  });

  return {
    sender,
    wants: () => {
      flush();
      return sender.is_open() && senderCredit(sender) > unsent.length && roomInSession(sender) > 0;
    },
    deliver: ({ token, encoded }) => {
      const delivery = sender.send(encoded, swapGuidOrder(token), 0);
      unsent.push({ delivery, token });
      // rhea writes in this turn's next tick.
      if (deletes) setImmediate(flush);
    },
    close: () => {
      flush();
      for (const { token } of unsent.splice(0)) settleUnasked(token, { kind: 'release' });
    },
  };
}
