import type { BrokerConfig } from './config.ts';
import type { Store } from './store.ts';

type Namespace = BrokerConfig['UserConfig']['Namespaces'][number];
type Properties = Readonly<Record<string, unknown>>;

/** A queue, topic or subscription in the words of the configuration. */
export interface Definition {
  readonly kind: 'queue' | 'topic' | 'subscription';
  readonly name: string;
  /** The topic of a subscription. */
  readonly topic?: string;
  readonly properties: Properties;
  /** Of a subscription, as it was made. */
  readonly rules?: readonly unknown[];
}

interface Dated extends Definition {
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const definitionKey = ({ kind, name, topic }: Pick<Definition, 'kind' | 'name' | 'topic'>): string =>
  (kind === 'subscription' ? `topics/${topic}/subscriptions/${name}` : `${kind}s/${name}`).toLowerCase();

function declaredIn(namespace: Namespace): Definition[] {
  const queues = (namespace.Queues ?? []).map(
    ({ Name, Properties }): Definition => ({ kind: 'queue', name: Name, properties: { ...Properties } }),
  );
  const topics = (namespace.Topics ?? []).flatMap(({ Name, Properties, Subscriptions }): Definition[] => [
    { kind: 'topic', name: Name, properties: { ...Properties } },
    ...(Subscriptions ?? []).map(
      (each): Definition => ({
        kind: 'subscription',
        topic: Name,
        name: each.Name,
        properties: { ...each.Properties },
        rules: each.Rules ?? [],
      }),
    ),
  ]);
  return [...queues, ...topics];
}

/** The configuration of a namespace with one entity alone, for checking it. */
export function configOf(definitions: readonly Definition[], name = 'local'): BrokerConfig {
  const of = (kind: Definition['kind']) => definitions.filter((each) => each.kind === kind);
  const subscriptions = (topic: string) =>
    of('subscription')
      .filter((each) => each.topic?.toLowerCase() === topic.toLowerCase())
      .map((each) => ({ Name: each.name, Properties: each.properties, Rules: each.rules }));
  const namespace = {
    Name: name,
    Queues: of('queue').map((each) => ({ Name: each.name, Properties: each.properties })),
    Topics: of('topic').map((each) => ({
      Name: each.name,
      Properties: each.properties,
      Subscriptions: subscriptions(each.name),
    })),
  };
  // Whoever uses it has it parsed, which checks everything that is unknown here.
  return { UserConfig: { Namespaces: [namespace as Namespace] } };
}

/** What the namespace consists of: as configured, and as it was changed since. */
export type Definitions = ReturnType<typeof createDefinitions>;

/**
 * What was made, changed or deleted at run time outlives the broker; what the configuration says anew of an entity
 * wins over what was changed.
 * @param config already checked
 */
export function createDefinitions(store: Store, config: BrokerConfig, now: () => number) {
  const [namespace] = config.UserConfig.Namespaces;
  const declared = namespace ? declaredIn(namespace) : [];
  const keys = new Set(declared.map(definitionKey));
  store.transaction(() => {
    for (const definition of declared)
      store.declareDefinition(definitionKey(definition), JSON.stringify(definition), now());
  });
  const current = new Map<string, Dated>();
  for (const { createdAt, declared: text, definition, key, updatedAt } of store.definitions()) {
    // What the configuration had once and has no more is kept, and not served.
    if (definition === undefined || (text !== undefined && !keys.has(key))) continue;
    // Written by this program alone.
    current.set(key, { ...(JSON.parse(definition) as Definition), createdAt, updatedAt });
  }
  // A subscription whose topic is gone is gone, too.
  for (const [key, { kind, topic }] of current)
    if (kind === 'subscription' && !current.has(`topics/${topic}`.toLowerCase())) current.delete(key);

  return {
    /** Everything that is served, as one configuration. */
    config: (): BrokerConfig => configOf([...current.values()], namespace?.Name),
    get: (key: string) => current.get(key),
    list: () => [...current.values()],
    put(definition: Definition): void {
      const key = definitionKey(definition);
      const createdAt = current.get(key)?.createdAt ?? now();
      store.setDefinition(key, JSON.stringify(definition), createdAt, now());
      current.set(key, { ...definition, createdAt, updatedAt: now() });
    },
    remove(key: string): void {
      store.removeDefinition(key);
      current.delete(key);
    },
  };
}
