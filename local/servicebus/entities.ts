import type { Topology } from './config.ts';
import { AmqpFailure, entityNotFound } from './failure.ts';
import { createIngress, type EntityContext, type Ingress } from './ingress.ts';
import { createQueue, type Queue } from './queue.ts';
import { ruleMessageOf } from './ruleMessage.ts';
import { createRuleSet, type RuleSet } from './ruleSet.ts';
import type { Counts, StoredMessage } from './store.ts';

/** Where messages can be received: a queue or subscription, or its dead-letter sub-queue. */
export interface ReceivePoint {
  readonly queue: Queue;
  readonly dead: boolean;
  /** The session that is received, where the entity requires one. */
  readonly session?: string;
}

export interface EntityCounts {
  readonly name: string;
  readonly kind: 'queue' | 'topic' | 'subscription';
  readonly activeMessageCount: number;
  readonly deadLetterMessageCount: number;
  readonly scheduledMessageCount: number;
  readonly deferredMessageCount: number;
}

interface EntityListeners {
  readonly onAvailable: (point: ReceivePoint) => void;
  /** Something now waits for its time. */
  readonly onScheduled: () => void;
}

const deadLetterSuffix = '/$deadletterqueue';

/** Every entity of the namespace under its address. */
export type Entities = ReturnType<typeof createEntities>;

export function createEntities(topology: Topology, context: EntityContext, listeners: EntityListeners) {
  const { store } = context;
  const queues = new Map<string, Queue>();
  const ingresses = new Map<string, Ingress>();
  const ruleSets = new Map<string, RuleSet>();
  const byEntity = new Map<number, { queue?: Queue; ingress?: Ingress }>();
  const listed: { name: string; kind: EntityCounts['kind']; counts: () => Counts }[] = [];
  const { onScheduled } = listeners;

  function addQueue(path: string, settings: Parameters<typeof createQueue>[1]['settings']): Queue {
    // The kind belongs to the key: a topic does not inherit what a queue of its name left behind.
    const entity = store.declareEntity(`queue:${path.toLowerCase()}`);
    const points = {
      live: (): ReceivePoint => ({ queue, dead: false }),
      dead: (): ReceivePoint => ({ queue, dead: true }),
    };
    const queue: Queue = createQueue(context, {
      path,
      entity,
      settings,
      onAvailable: (dead, sessionId) => {
        const point = dead ? points.dead() : points.live();
        listeners.onAvailable(sessionId === null || dead ? point : { ...point, session: sessionId });
      },
    });
    queues.set(path.toLowerCase(), queue);
    byEntity.set(entity, { queue });
    return queue;
  }

  for (const { name, duplicateWindowMs, settings } of topology.queues) {
    const queue = addQueue(name, settings);
    const { entity } = queue;
    const ingress = createIngress(context, {
      path: name,
      entity,
      duplicateWindowMs,
      requiresSession: settings.requiresSession,
      onScheduled,
      publish: queue.append,
    });
    ingresses.set(name.toLowerCase(), ingress);
    byEntity.set(entity, { queue, ingress });
    listed.push({ name, kind: 'queue', counts: queue.counts });
  }

  for (const { name, duplicateWindowMs, subscriptions, timeToLiveMs } of topology.topics) {
    const entity = store.declareEntity(`topic:${name.toLowerCase()}`);
    const subscribers = subscriptions.map((entry) => {
      const path = `${name}/Subscriptions/${entry.name}`;
      const queue = addQueue(path, entry.settings);
      const rules = createRuleSet(context, { path, entity: queue.entity, declared: entry.rules });
      ruleSets.set(path.toLowerCase(), rules);
      return { queue, rules };
    });
    const ingress = createIngress(context, {
      path: name,
      entity,
      duplicateWindowMs,
      requiresSession: false,
      onScheduled,
      publish: (arrival) => {
        const sequence = store.takeSequence(entity);
        const timeLimited = { ...arrival, timeToLiveMs: Math.min(arrival.timeToLiveMs ?? timeToLiveMs, timeToLiveMs) };
        const seen = ruleMessageOf(arrival.content);
        for (const { queue, rules } of subscribers) {
          for (const content of rules.select(seen, arrival.content)) {
            queue.append({ ...timeLimited, content, enqueuedSequence: sequence });
          }
        }
        return sequence;
      },
    });
    ingresses.set(name.toLowerCase(), ingress);
    byEntity.set(entity, { ingress });
    listed.push({ name, kind: 'topic', counts: () => store.counts(entity) });
    for (const { queue } of subscribers) {
      listed.push({ name: queue.path, kind: 'subscription', counts: queue.counts });
    }
  }

  /** An address as a link names it, without host, leading slash and case. */
  const normalise = (address: string) =>
    address
      .replace(/^\w+:\/\/[^/]*/, '')
      .replace(/^\/+/, '')
      .toLowerCase();

  return {
    /** @throws AmqpFailure not-found, or not-allowed for something that takes no messages */
    ingressAt(address: string): Ingress {
      const path = normalise(address);
      const ingress = ingresses.get(path);
      if (ingress) return ingress;
      if (
        queues.has(path) ||
        (path.endsWith(deadLetterSuffix) && queues.has(path.slice(0, -deadLetterSuffix.length)))
      ) {
        throw new AmqpFailure(
          'amqp:not-allowed',
          `Messages cannot be sent to '${address}': send to its queue or topic.`,
        );
      }
      throw entityNotFound(address);
    },
    /** @throws AmqpFailure not-found, or not-allowed for a topic, which is received from through its subscriptions */
    receivePointAt(address: string): ReceivePoint {
      const path = normalise(address);
      const dead = path.endsWith(deadLetterSuffix);
      const queue = queues.get(dead ? path.slice(0, -deadLetterSuffix.length) : path);
      if (queue) return { queue, dead };
      if (ingresses.has(path)) {
        throw new AmqpFailure('amqp:not-allowed', `'${address}' is a topic: receive from one of its subscriptions.`);
      }
      throw entityNotFound(address);
    },
    /** @throws AmqpFailure not-allowed for what is no subscription */
    rulesAt(address: string): RuleSet {
      const rules = ruleSets.get(normalise(address));
      if (rules) return rules;
      throw new AmqpFailure('amqp:not-allowed', `'${address}' is no subscription of a topic: it has no rules.`);
    },
    /** What the message's own entity does when its lock, its schedule or its life ends. */
    ownerOf: (message: StoredMessage) => byEntity.get(message.entity) ?? {},
    counts: (): EntityCounts[] =>
      listed.map(({ name, kind, counts }) => {
        const { active, dead, scheduled, deferred } = counts();
        return {
          name,
          kind,
          activeMessageCount: active,
          deadLetterMessageCount: dead,
          scheduledMessageCount: scheduled,
          deferredMessageCount: deferred,
        };
      }),
  };
}
