import { type AtomEntry, atomEntry, atomError, atomFeed, isElement, readEntry, tag, XmlError } from './atomXml.ts';
import { ConfigError, parseConfig } from './config.ts';
import { configOf, type Definition, type Definitions, definitionKey } from './definitions.ts';
import { describeEntity, readDescription } from './description.ts';
import type { Entities } from './entities.ts';
import { AmqpFailure } from './failure.ts';
import type { NamedRule } from './ruleSet.ts';
import { readRule, ruleXml } from './ruleXml.ts';
import type { Store } from './store.ts';

export interface AdminRequest {
  readonly method: string;
  readonly url: URL;
  /** Whether something that exists is to be changed. */
  readonly update: boolean;
  readonly body: string;
}

export interface AdminAnswer {
  readonly status: number;
  /** XML; empty for none. */
  readonly body: string;
}

interface AdministrationOptions {
  readonly store: Store;
  readonly entities: Entities;
  readonly definitions: Definitions;
  readonly now: () => number;
}

/** Entities of one page, when none or more are asked for, as the service. */
const pageMax = 100;

/** A request that is answered with this status and text. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

const elementNames = { queue: 'QueueDescription', topic: 'TopicDescription', subscription: 'SubscriptionDescription' };

type Place =
  | { readonly kind: 'entity'; readonly name: string }
  | { readonly kind: 'subscription'; readonly topic: string; readonly name: string }
  | { readonly kind: 'rule'; readonly topic: string; readonly subscription: string; readonly name: string }
  | { readonly kind: 'list'; readonly of: 'queue' | 'topic' }
  | { readonly kind: 'subscriptions'; readonly topic: string }
  | { readonly kind: 'rules'; readonly topic: string; readonly subscription: string }
  | { readonly kind: 'namespace' };

function placeOf(path: string): Place | undefined {
  const text = decodeURIComponent(path.replace(/^\/+|\/+$/g, ''));
  const rule = /^(.+)\/subscriptions\/([^/]+)\/rules(?:\/([^/]+))?$/i.exec(text);
  if (rule) {
    const [, topic = '', subscription = '', name] = rule;
    return name === undefined ? { kind: 'rules', topic, subscription } : { kind: 'rule', topic, subscription, name };
  }
  const subscription = /^(.+)\/subscriptions(?:\/([^/]+))?$/i.exec(text);
  if (subscription) {
    const [, topic = '', name] = subscription;
    return name === undefined ? { kind: 'subscriptions', topic } : { kind: 'subscription', topic, name };
  }
  if (/^\$resources\/queues$/i.test(text)) return { kind: 'list', of: 'queue' };
  if (/^\$resources\/topics$/i.test(text)) return { kind: 'list', of: 'topic' };
  if (/^\$namespaceinfo$/i.test(text)) return { kind: 'namespace' };
  return text === '' || text.startsWith('$') ? undefined : { kind: 'entity', name: text };
}

/** Manages a namespace as the service's REST interface does, which ServiceBusAdministrationClient speaks. */
export function createAdministration({ definitions, entities, now, store }: AdministrationOptions) {
  type Dated = NonNullable<ReturnType<Definitions['get']>>;

  function find(place: Extract<Place, { kind: 'entity' | 'subscription' }>): Dated | undefined {
    if (place.kind === 'subscription') return definitions.get(definitionKey(place));
    return (
      definitions.get(definitionKey({ kind: 'queue', name: place.name })) ??
      definitions.get(definitionKey({ kind: 'topic', name: place.name }))
    );
  }

  function need(place: Extract<Place, { kind: 'entity' | 'subscription' }>): Dated {
    const found = find(place);
    if (!found) throw new Refusal(404, `The messaging entity '${pathOf(place)}' could not be found.`);
    return found;
  }

  const pathOf = ({ name, topic }: { readonly name: string; readonly topic?: string }) =>
    topic === undefined ? name : `${topic}/Subscriptions/${name}`;
  const rulesOf = ({ subscription, topic }: { topic: string; subscription: string }) => {
    need({ kind: 'subscription', topic, name: subscription });
    return entities.rulesAt(`${topic}/Subscriptions/${subscription}`);
  };

  function entryOf(entity: Dated, { origin }: URL): AtomEntry {
    const path = pathOf(entity);
    const counts = entities.countsOf(path);
    const subscriptions = definitions
      .list()
      .filter(({ kind, topic }) => kind === 'subscription' && topic === entity.name);
    return {
      id: `${origin}/${path}`,
      title: entity.name,
      updated: new Date(entity.updatedAt).toISOString(),
      kind: elementNames[entity.kind],
      content: describeEntity(entity, counts, subscriptions.length),
    };
  }

  function ruleEntry({ createdAt, rule: { definition } }: NamedRule, base: string): AtomEntry {
    return {
      id: `${base}/Rules/${definition.name}`,
      title: definition.name,
      updated: new Date(createdAt).toISOString(),
      kind: 'RuleDescription',
      content: ruleXml(definition, createdAt),
    };
  }

  /** A page of a list, and where the next one is. */
  function page(url: URL, entries: readonly AtomEntry[]): AdminAnswer {
    const skip = Number(url.searchParams.get('$skip') ?? 0) || 0;
    const top = Math.min(Number(url.searchParams.get('$top') ?? pageMax) || pageMax, pageMax);
    const shown = entries.slice(skip, skip + top);
    const next = new URL(url);
    next.searchParams.set('$skip', String(skip + top));
    return { status: 200, body: atomFeed(url.href, shown, skip + top < entries.length ? next.href : undefined) };
  }

  /** What the configuration's own checks make of one entity. @throws Refusal */
  function checked(definition: Definition) {
    const others =
      definition.topic === undefined ? [] : [{ kind: 'topic', name: definition.topic, properties: {} } as const];
    try {
      return parseConfig(configOf([...others, definition]));
    } catch (error) {
      if (error instanceof ConfigError) throw new Refusal(400, error.message);
      throw error;
    }
  }

  /** Makes an entity, or changes one: recorded and in force, or neither. */
  function apply(definition: Definition, exists: boolean): void {
    const { queues, topics } = checked(definition);
    const [queue] = queues;
    const [topic] = topics;
    const subscription = topic?.subscriptions[0];
    store.transaction(() => {
      definitions.put(definition);
      if (queue) exists ? entities.changeQueue(queue) : entities.addQueue(queue);
      else if (topic && definition.kind === 'topic') exists ? entities.changeTopic(topic) : entities.addTopic(topic);
      else if (subscription && definition.topic !== undefined) {
        if (exists) entities.changeSubscription(definition.topic, subscription);
        else entities.addSubscription(definition.topic, subscription);
      }
    });
  }

  function put(
    place: Extract<Place, { kind: 'entity' | 'subscription' }>,
    { body, update, url }: AdminRequest,
  ): AdminAnswer {
    const { element, name: elementName } = readEntry(body);
    const kinds = place.kind === 'subscription' ? (['subscription'] as const) : (['queue', 'topic'] as const);
    const kind = kinds.find((each) => elementNames[each] === elementName);
    if (!kind) throw new Refusal(400, `A ${elementName} cannot be put there.`);
    const topic = place.kind === 'subscription' ? need({ kind: 'entity', name: place.topic }) : undefined;
    if (topic && topic.kind !== 'topic')
      throw new Refusal(400, `'${topic.name}' is a queue, which has no subscriptions.`);
    const existing = find(place);
    if (update && !existing) need(place);
    if (existing && (!update || existing.kind !== kind))
      throw new Refusal(409, `The messaging entity '${pathOf(place)}' already exists.`);
    const made: Definition = {
      kind,
      name: existing?.name ?? place.name,
      ...(topic ? { topic: topic.name, rules: existing?.rules ?? [] } : {}),
      properties: readDescription(kind, element, existing?.properties),
    };
    const rule =
      !existing && isElement(element.DefaultRuleDescription) ? firstRule(element.DefaultRuleDescription) : undefined;
    apply(made, existing !== undefined);
    if (rule && topic) {
      const rules = entities.rulesAt(pathOf(made));
      rules.remove('$Default');
      rules.add(rule);
    }
    return { status: existing ? 200 : 201, body: atomEntry(entryOf(need(place), url)) };
  }

  const firstRule = (element: Parameters<typeof readRule>[0]) =>
    readRule(element, typeof element.Name === 'string' ? element.Name : '$Default');

  function remove(place: Extract<Place, { kind: 'entity' | 'subscription' }>): AdminAnswer {
    const entity = need(place);
    store.transaction(() => {
      if (entity.kind === 'queue') entities.removeQueue(entity.name);
      else if (entity.kind === 'topic') {
        for (const each of definitions.list())
          if (each.kind === 'subscription' && each.topic?.toLowerCase() === entity.name.toLowerCase())
            definitions.remove(definitionKey(each));
        entities.removeTopic(entity.name);
      } else entities.removeSubscription(entity.topic ?? '', entity.name);
      definitions.remove(definitionKey(entity));
    });
    return { status: 200, body: '' };
  }

  function serveRule(
    place: Extract<Place, { kind: 'rule' }>,
    { body, method, update, url }: AdminRequest,
  ): AdminAnswer {
    const rules = rulesOf(place);
    const base = `${url.origin}/${place.topic}/Subscriptions/${place.subscription}`;
    const found = () =>
      rules.list().find(({ rule }) => rule.definition.name.toLowerCase() === place.name.toLowerCase());
    const existing = found();
    if (!existing && (method !== 'PUT' || update))
      throw new Refusal(
        404,
        `The messaging entity '${place.topic}/Subscriptions/${place.subscription}/Rules/${place.name}' could not be found.`,
      );
    if (method === 'DELETE') {
      rules.remove(place.name);
      return { status: 200, body: '' };
    }
    if (method === 'PUT') {
      const { element } = readEntry(body);
      const rule = readRule(element, existing?.rule.definition.name ?? place.name);
      store.transaction(() => {
        if (update) rules.remove(place.name);
        rules.add(rule);
      });
    }
    const now = found();
    return { status: method === 'PUT' && !update ? 201 : 200, body: now ? atomEntry(ruleEntry(now, base)) : '' };
  }

  function answer(request: AdminRequest): AdminAnswer {
    const { method, url } = request;
    const place = placeOf(url.pathname);
    if (!place) throw new Refusal(404, `There is nothing at ${url.pathname}.`);
    if (place.kind === 'rule' && ['GET', 'PUT', 'DELETE'].includes(method)) return serveRule(place, request);
    if (place.kind === 'entity' || place.kind === 'subscription') {
      if (method === 'PUT') return put(place, request);
      if (method === 'DELETE') return remove(place);
      if (method === 'GET') return { status: 200, body: atomEntry(entryOf(need(place), url)) };
    }
    if (method !== 'GET') throw new Refusal(405, `${method} is not for ${url.pathname}.`);
    const all = definitions.list();
    switch (place.kind) {
      case 'list':
        return page(
          url,
          all.filter(({ kind }) => kind === place.of).map((each) => entryOf(each, url)),
        );
      case 'subscriptions': {
        const topic = need({ kind: 'entity', name: place.topic });
        const ofTopic = all.filter(
          (each) => each.kind === 'subscription' && each.topic?.toLowerCase() === topic.name.toLowerCase(),
        );
        return page(
          url,
          ofTopic.map((each) => entryOf(each, url)),
        );
      }
      case 'rules':
        return page(
          url,
          rulesOf(place)
            .list()
            .map((rule) => ruleEntry(rule, `${url.origin}/${place.topic}/Subscriptions/${place.subscription}`)),
        );
      default: {
        const at = new Date(now()).toISOString();
        const content = [
          tag('CreatedTime', at),
          tag('MessagingSKU', 'Standard'),
          tag('ModifiedTime', at),
          tag('Name', url.hostname),
          tag('NamespaceType', 'Messaging'),
        ];
        return {
          status: 200,
          body: atomEntry({
            id: url.href,
            title: 'local',
            updated: at,
            kind: 'NamespaceInfo',
            content: content.join(''),
          }),
        };
      }
    }
  }

  /** Answers a request; what is wrong with it is in the answer. */
  return (request: AdminRequest): AdminAnswer => {
    try {
      return answer(request);
    } catch (error) {
      const status =
        error instanceof Refusal || error instanceof AmqpFailure
          ? error.status
          : error instanceof XmlError || error instanceof URIError
            ? 400
            : 500;
      return { status, body: atomError(status, error instanceof Error ? error.message : String(error)) };
    }
  };
}

export type Administration = ReturnType<typeof createAdministration>;
