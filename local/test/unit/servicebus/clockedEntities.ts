import rhea from 'rhea';
import { type BrokerConfig, parseConfig } from '../../../servicebus/config.ts';
import { createEntities, type Entities } from '../../../servicebus/entities.ts';
import { readMessage } from '../../../servicebus/message.ts';
import type { Delivered } from '../../../servicebus/queue.ts';
import { openDatabase } from '../../../servicebus/schema.ts';
import { createStore, type Store } from '../../../servicebus/store.ts';
import { releaseAbandonedLocks, sweep } from '../../../servicebus/timekeeper.ts';

type Namespace = BrokerConfig['UserConfig']['Namespaces'][number];

/** What tests look at in a message, decoded as a client would. */
export interface SeenMessage {
  readonly body: string;
  readonly deliveryCount: number;
  readonly sequence: number;
  readonly enqueuedSequence: number;
  readonly enqueuedAt: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly id?: string;
  readonly ttl?: number;
  readonly scheduledFor?: number;
}

/** Entities over a clock that only the test moves. */
export interface ClockedEntities {
  readonly entities: Entities;
  readonly store: Store;
  readonly now: () => number;
  /** Moves the clock on and does what is then due. */
  readonly pass: (milliseconds: number) => void;
  /** Moves the clock on while the sweep is late. */
  readonly drift: (milliseconds: number) => void;
  readonly send: (address: string, body: string, options?: Sent) => number;
  readonly receive: (address: string) => (Delivered & { readonly message: SeenMessage }) | undefined;
  readonly bodies: (address: string) => string[];
}

export function see(encoded: Buffer): SeenMessage {
  const message = rhea.message.decode(encoded);
  return {
    body: message.body.content.toString(),
    deliveryCount: message.delivery_count,
    sequence: message.message_annotations['x-opt-sequence-number'],
    enqueuedSequence: message.message_annotations['x-opt-enqueue-sequence-number'],
    enqueuedAt: message.message_annotations['x-opt-enqueued-time'].getTime(),
    properties: message.application_properties,
  };
}

export function encode(body: string, { id, ttl, scheduledFor }: Sent = {}): Buffer {
  return rhea.message.encode({
    body: rhea.message.data_section(Buffer.from(body)),
    ...(id !== undefined && { message_id: id }),
    ...(ttl !== undefined && { ttl }),
    ...(scheduledFor !== undefined && {
      message_annotations: { 'x-opt-scheduled-enqueue-time': new Date(scheduledFor) },
    }),
  });
}

/** The clock goes on where it stood when the same state directory is opened again with its `now`. */
export function openEntities(namespace: Partial<Namespace>, stateDir = ':memory:', start = 1_800_000_000_000) {
  let time = start;
  const now = () => time;
  const store = createStore(openDatabase(stateDir));
  const topology = parseConfig({ UserConfig: { Namespaces: [{ Name: 'test', ...namespace }] } });
  const ignore = () => undefined;
  const entities = createEntities(
    topology,
    { store, now },
    { onAvailable: ignore, onScheduled: ignore, onRemoved: ignore },
  );
  releaseAbandonedLocks(store, entities);
  const clocked: ClockedEntities = {
    entities,
    store,
    now,
    pass: (milliseconds) => {
      time += milliseconds;
      sweep(store, entities, time);
    },
    drift: (milliseconds) => {
      time += milliseconds;
    },
    send: (address, body, options) => {
      const [sequence] = entities.ingressAt(address).send([readMessage(encode(body, options))]);
      return sequence ?? Number.NaN;
    },
    receive: (address) => {
      const { queue, dead } = entities.receivePointAt(address);
      const delivered = queue.receive(dead);
      return delivered && { ...delivered, message: see(delivered.encoded) };
    },
    bodies: (address) => {
      const { queue, dead } = entities.receivePointAt(address);
      return queue.peek(dead, 1, 1000).map((encoded) => see(encoded).body);
    },
  };
  return clocked;
}

/** What a test has just sent must be there. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a message and there was none');
  return value;
}
