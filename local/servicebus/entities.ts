import type { QueueDeclaration, SubscriptionDeclaration, TopicDeclaration, Topology } from './config.ts';
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
  /** A queue or subscription is gone with all that it held. */
  readonly onRemoved: (queue: Queue) => void;
}

interface Topic {
  readonly entity: number;
  timeToLiveMs: number;
  subscribers: { readonly queue: Queue; readonly rules: RuleSet }[];
}

const deadLetterSuffix = '/$deadletterqueue';

/** Every entity of the namespace under its address. */
export type Entities = ReturnType<typeof createEntities>;

export function createEntities(topology: Topology, context: EntityContext, listeners: EntityListeners) {
  const { store } = context;
  const queues = new Map<string, Queue>();
  const ingresses = new Map<string, Ingress>();
  const topics = new Map<string, Topic>();
  const ruleSets = new Map<string, RuleSet>();
  const byEntity = new Map<number, { queue?: Queue; ingress?: Ingress }>();
  /** By the path in small letters, in the order in which they were made. */
  const listed = new Map<string, { name: string; kind: EntityCounts['kind']; counts: () => Counts }>();
  const { onScheduled } = listeners;
  const subscriptionPath = (topic: string, name: string) => `${topic}/Subscriptions/${name}`;

  function makeQueue(path: string, settings: Parameters<typeof createQueue>[1]['settings']): Queue {
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

  function addQueue({ duplicateWindowMs, name, settings }: QueueDeclaration): void {
    const queue = makeQueue(name, settings);
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
    listed.set(name.toLowerCase(), { name, kind: 'queue', counts: queue.counts });
  }

  function addTopic({ duplicateWindowMs, name, subscriptions, timeToLiveMs }: TopicDeclaration): void {
    const entity = store.declareEntity(`topic:${name.toLowerCase()}`);
    const topic: Topic = { entity, timeToLiveMs, subscribers: [] };
    const ingress = createIngress(context, {
      path: name,
      entity,
      duplicateWindowMs,
      requiresSession: false,
      onScheduled,
      publish: (arrival) => {
        const sequence = store.takeSequence(entity);
        const limit = topic.timeToLiveMs;
        const timeLimited = { ...arrival, timeToLiveMs: Math.min(arrival.timeToLiveMs ?? limit, limit) };
        const seen = ruleMessageOf(arrival.content);
        for (const { queue, rules } of topic.subscribers) {
          for (const content of rules.select(seen, arrival.content)) {
            queue.append({ ...timeLimited, content, enqueuedSequence: sequence });
          }
        }
        return sequence;
      },
    });
    topics.set(name.toLowerCase(), topic);
    ingresses.set(name.toLowerCase(), ingress);
    byEntity.set(entity, { ingress });
    listed.set(name.toLowerCase(), { name, kind: 'topic', counts: () => store.counts(entity) });
    for (const subscription of subscriptions) addSubscription(name, subscription);
  }

  /** @throws AmqpFailure not-found for the topic */
  function addSubscription(topicName: string, { name, rules: declared, settings }: SubscriptionDeclaration): void {
    const topic = topics.get(topicName.toLowerCase());
    if (!topic) throw entityNotFound(topicName);
    const path = subscriptionPath(topicName, name);
    const queue = makeQueue(path, settings);
    const rules = createRuleSet(context, { path, entity: queue.entity, declared });
    ruleSets.set(path.toLowerCase(), rules);
    topic.subscribers.push({ queue, rules });
    listed.set(path.toLowerCase(), { name: path, kind: 'subscription', counts: queue.counts });
  }

  /** Takes a queue or subscription away with all that it holds. */
  function removeQueue(path: string): void {
    const key = path.toLowerCase();
    const queue = queues.get(key);
    if (!queue) return;
    queues.delete(key);
    ruleSets.delete(key);
    listed.delete(key);
    ingresses.get(key)?.remove();
    ingresses.delete(key);
    byEntity.delete(queue.entity);
    for (const topic of topics.values()) topic.subscribers = topic.subscribers.filter((each) => each.queue !== queue);
    store.removeEntity(queue.entity);
    listeners.onRemoved(queue);
  }

  function removeTopic(name: string): void {
    const key = name.toLowerCase();
    const topic = topics.get(key);
    if (!topic) return;
    for (const { queue } of topic.subscribers) removeQueue(queue.path);
    topics.delete(key);
    listed.delete(key);
    ingresses.get(key)?.remove();
    ingresses.delete(key);
    byEntity.delete(topic.entity);
    store.removeEntity(topic.entity);
  }

  for (const queue of topology.queues) addQueue(queue);
  for (const topic of topology.topics) addTopic(topic);

  /** An address as a link names it, without host, leading slash and case. */
  const normalise = (address: string) =>
    address
      .replace(/^\w+:\/\/[^/]*/, '')
      .replace(/^\/+/, '')
      .toLowerCase();

  return {
    addQueue,
    addTopic,
    addSubscription,
    removeQueue,
    removeTopic,
    removeSubscription: (topic: string, name: string) => removeQueue(subscriptionPath(topic, name)),
    /** Settings for what comes from now on; whether duplicates are found and sessions required cannot change. */
    changeQueue({ duplicateWindowMs, name, settings }: QueueDeclaration): void {
      queues.get(name.toLowerCase())?.change(settings);
      ingresses.get(name.toLowerCase())?.change(duplicateWindowMs);
    },
    changeTopic({ duplicateWindowMs, name, timeToLiveMs }: TopicDeclaration): void {
      const topic = topics.get(name.toLowerCase());
      if (topic) topic.timeToLiveMs = timeToLiveMs;
      ingresses.get(name.toLowerCase())?.change(duplicateWindowMs);
    },
    changeSubscription(topic: string, { name, settings }: SubscriptionDeclaration): void {
      queues.get(subscriptionPath(topic, name).toLowerCase())?.change(settings);
    },
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
    /** @throws AmqpFailure not-found */
    countsOf(path: string): Counts {
      const entity = listed.get(path.toLowerCase());
      if (!entity) throw entityNotFound(path);
      return entity.counts();
    },
    counts: (): EntityCounts[] =>
      [...listed.values()].map(({ name, kind, counts }) => {
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
