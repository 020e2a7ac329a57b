import type { Consumer } from './consumer.ts';
import type { ReceivePoint } from './entities.ts';

// Deliveries in one turn of the event loop; the rest waits for the next, so that no queue starves the others.
const mostPerTurn = 200;

/** Brings waiting messages and waiting consumers together, consumers in turn. */
export interface Dispatcher {
  readonly add: (point: ReceivePoint, consumer: Consumer) => void;
  readonly remove: (point: ReceivePoint, consumer: Consumer) => void;
  /** There may be something to deliver at the point. */
  readonly wake: (point: ReceivePoint) => void;
  /** Delivers all that waits and is asked for, now: a drain must not overtake it. */
  readonly deliverNow: (point: ReceivePoint) => void;
  readonly stop: () => void;
}

export function createDispatcher(onDelivered: () => void, onError: (error: unknown) => void): Dispatcher {
  const consumers = new Map<string, { point: ReceivePoint; waiting: Consumer[] }>();
  const woken = new Set<string>();
  let turn: NodeJS.Immediate | undefined;
  let stopped = false;
  const keyOf = ({ queue, dead, session }: ReceivePoint) => `${queue.entity}:${dead}:${session ?? ''}`;

  /** Returns whether there may be more to deliver. */
  function deliver(key: string, most: number): boolean {
    const group = consumers.get(key);
    if (!group || stopped) return false;
    for (let delivered = 0; delivered < most; delivered += 1) {
      const consumer = group.waiting.find((candidate) => candidate.wants());
      const message = consumer && group.point.queue.receive(group.point.dead, group.point.session);
      if (!message) return false;
      group.waiting = [...group.waiting.filter((other) => other !== consumer), consumer];
      consumer.deliver(message);
      onDelivered();
    }
    return true;
  }

  function run(): void {
    turn = undefined;
    const keys = [...woken];
    woken.clear();
    for (const key of keys) {
      try {
        if (deliver(key, mostPerTurn)) schedule(key);
      } catch (error) {
        onError(error);
      }
    }
  }

  function schedule(key: string): void {
    woken.add(key);
    if (!stopped) turn ??= setImmediate(run);
  }

  return {
    add: (point, consumer) => {
      const key = keyOf(point);
      const group = consumers.get(key) ?? { point, waiting: [] };
      group.waiting.push(consumer);
      consumers.set(key, group);
    },
    remove: (point, consumer) => {
      const key = keyOf(point);
      const group = consumers.get(key);
      if (!group) return;
      group.waiting = group.waiting.filter((other) => other !== consumer);
      if (group.waiting.length === 0) consumers.delete(key);
    },
    wake: (point) => schedule(keyOf(point)),
    deliverNow: (point) => void deliver(keyOf(point), Number.POSITIVE_INFINITY),
    stop: () => {
      stopped = true;
      if (turn) clearImmediate(turn);
    },
  };
}
