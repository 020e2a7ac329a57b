import { z } from 'zod';
import { parseDuration } from './duration.ts';
import { type SystemProperty, systemProperties } from './ruleMessage.ts';
import { type CorrelationFilter, compileRule, defaultRule, type RuleDefinition, ruleName } from './rules.ts';
import { SqlError } from './sqlTokens.ts';

const dayMs = 86_400_000;

/** What a queue or a subscription does with its messages. */
export interface QueueSettings {
  readonly lockDurationMs: number;
  readonly maxDeliveryCount: number;
  /** The longest that a message may wait, in milliseconds; a message may ask for less. */
  readonly timeToLiveMs: number;
  /** An expired message goes to the dead-letter sub-queue instead of being dropped. */
  readonly deadLetterExpired: boolean;
  /** Messages belong to sessions, each of which one receiver at a time gets in order. */
  readonly requiresSession: boolean;
}

export interface QueueDeclaration {
  readonly name: string;
  /** How long a message id is remembered, in milliseconds; undefined when duplicates are not looked for. */
  readonly duplicateWindowMs: number | undefined;
  readonly settings: QueueSettings;
}

export interface TopicDeclaration {
  readonly name: string;
  readonly duplicateWindowMs: number | undefined;
  readonly timeToLiveMs: number;
  readonly subscriptions: readonly SubscriptionDeclaration[];
}

export interface SubscriptionDeclaration {
  readonly name: string;
  readonly settings: QueueSettings;
  /** Which messages of the topic it gets, as declared; never none. */
  readonly rules: readonly RuleDefinition[];
}

/** The entities of the one namespace that a broker serves. */
export interface Topology {
  readonly queues: readonly QueueDeclaration[];
  readonly topics: readonly TopicDeclaration[];
}

/** The configuration cannot be served; the message lists every reason with the path to it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** An ISO 8601 duration within bounds, in milliseconds. */
const duration = (bounds: { min: number; max: number; says: string }) =>
  z.string().transform((text, context) => {
    const milliseconds = parseDuration(text);
    if (milliseconds === undefined) {
      context.addIssue(`"${text}" is not an ISO 8601 duration such as PT30S or P1D`);
      return z.NEVER;
    }
    if (milliseconds < bounds.min || milliseconds > bounds.max) {
      context.addIssue(`${text} is out of range: ${bounds.says}`);
      return z.NEVER;
    }
    return milliseconds;
  });

const timeToLive = duration({ min: 1, max: Number.MAX_SAFE_INTEGER, says: 'more than nothing' });
const lockDuration = duration({ min: 1, max: 300_000, says: 'locks last at most PT5M' });
const duplicateWindow = duration({ min: 1, max: 7 * dayMs, says: 'message ids are kept at most P7D' });
const unlimited = 'P10675199DT2H48M5.4775807S';

/** A feature that this broker does not have may be spelled out, but only as not used. */
const nowhere = (feature: string) =>
  z.literal('', { error: `${feature} is not supported by this broker: leave it out or empty` }).optional();

const entityName = z
  .string()
  .max(260)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9._])?$/, 'letters, digits, ".", "-", "_" and "/" only')
  .refine((name) => !name.includes('//') && !/(^|\/)subscriptions(\/|$)/i.test(name), 'the name would be ambiguous');
const subscriptionName = z
  .string()
  .max(50)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9._])?$/, 'letters, digits, ".", "-" and "_" only');

const deliveryProperties = {
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  DefaultMessageTimeToLive: timeToLive.prefault(unlimited),
  ForwardDeadLetteredMessagesTo: nowhere('forwarding of dead letters'),
  ForwardTo: nowhere('forwarding'),
  LockDuration: lockDuration.prefault('PT1M'),
  MaxDeliveryCount: z.int().min(1).max(2000).default(10),
  RequiresSession: z.boolean().default(false),
  UserMetadata: z.string().optional(),
};
const duplicateProperties = {
  DuplicateDetectionHistoryTimeWindow: duplicateWindow.prefault('PT10M'),
  RequiresDuplicateDetection: z.boolean().default(false),
};

const sqlText = z.strictObject({ SqlExpression: z.string() });
/** The emulator's names are those of rules' system properties. */
const correlation = z
  .strictObject({
    ...(Object.fromEntries(Object.keys(systemProperties).map((name) => [name, z.string().optional()])) as Record<
      SystemProperty,
      z.ZodOptional<z.ZodString>
    >),
    Properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  })
  .refine(({ Properties, ...system }) => Object.keys(system).length + Object.keys(Properties).length > 0, {
    error: 'a correlation filter names one property or more',
  });

function correlationOf({ Properties, ...system }: z.output<typeof correlation>): CorrelationFilter {
  const named = Object.entries(system).filter(([, value]) => value !== undefined);
  return { kind: 'correlation', system: Object.fromEntries(named), user: Properties };
}

const rule = z
  .strictObject({
    Name: z.string().regex(ruleName, 'a rule is named by up to 50 letters, digits, ".", "-", "_" and "$"'),
    Properties: z.discriminatedUnion('FilterType', [
      z.strictObject({ FilterType: z.literal('Sql'), SqlFilter: sqlText, Action: sqlText.optional() }),
      z.strictObject({
        FilterType: z.literal('Correlation'),
        CorrelationFilter: correlation,
        Action: sqlText.optional(),
      }),
    ]),
  })
  .transform(({ Name, Properties }, context): RuleDefinition => {
    const definition: RuleDefinition = {
      name: Name,
      filter:
        Properties.FilterType === 'Sql'
          ? { kind: 'sql', expression: Properties.SqlFilter.SqlExpression }
          : correlationOf(Properties.CorrelationFilter),
      ...(Properties.Action && { action: { expression: Properties.Action.SqlExpression } }),
    };
    try {
      compileRule(definition);
      return definition;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  });

const queue = z.strictObject({
  Name: entityName,
  Properties: z.strictObject({ ...deliveryProperties, ...duplicateProperties }).prefault({}),
});
const subscription = z.strictObject({
  Name: subscriptionName,
  Properties: z.strictObject(deliveryProperties).prefault({}),
  Rules: z.array(rule).default([]),
});
const topic = z.strictObject({
  Name: entityName,
  Properties: z
    .strictObject({ DefaultMessageTimeToLive: deliveryProperties.DefaultMessageTimeToLive, ...duplicateProperties })
    .prefault({}),
  Subscriptions: z.array(subscription).default([]),
});

/** The configuration file of the official Service Bus emulator, as far as this broker serves it. */
export const brokerConfigSchema = z.object({
  UserConfig: z.object({
    Namespaces: z
      .array(
        z.strictObject({
          Name: z.string(),
          Queues: z.array(queue).default([]),
          Topics: z.array(topic).default([]),
        }),
      )
      .length(1, 'exactly one namespace is served'),
  }),
});

export type BrokerConfig = z.input<typeof brokerConfigSchema>;

type DeliveryProperties = z.output<typeof subscription>['Properties'];

function settingsOf(properties: DeliveryProperties, longestMs = Number.POSITIVE_INFINITY): QueueSettings {
  return {
    lockDurationMs: properties.LockDuration,
    maxDeliveryCount: properties.MaxDeliveryCount,
    timeToLiveMs: Math.min(properties.DefaultMessageTimeToLive, longestMs),
    deadLetterExpired: properties.DeadLetteringOnMessageExpiration,
    requiresSession: properties.RequiresSession,
  };
}

/** Fails on names that differ only in case: Service Bus treats them as one. */
function refuseTwins(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase())) throw new ConfigError(`${what} "${name}" is declared twice`);
    seen.add(name.toLowerCase());
  }
}

/**
 * Reads a configuration in the emulator's format.
 * @throws ConfigError that lists everything wrong with it
 */
export function parseConfig(config: unknown): Topology {
  const parsed = brokerConfigSchema.safeParse(config);
  if (!parsed.success) {
    throw new ConfigError(`The Service Bus configuration cannot be used:\n${z.prettifyError(parsed.error)}`);
  }
  const [namespace] = parsed.data.UserConfig.Namespaces;
  if (!namespace) throw new ConfigError('The Service Bus configuration has no namespace');
  refuseTwins(
    [...namespace.Queues, ...namespace.Topics].map((entity) => entity.Name),
    'The queue or topic',
  );
  const windowOf = (properties: {
    RequiresDuplicateDetection: boolean;
    DuplicateDetectionHistoryTimeWindow: number;
  }) => (properties.RequiresDuplicateDetection ? properties.DuplicateDetectionHistoryTimeWindow : undefined);
  return {
    queues: namespace.Queues.map(({ Name, Properties }) => ({
      name: Name,
      duplicateWindowMs: windowOf(Properties),
      settings: settingsOf(Properties),
    })),
    topics: namespace.Topics.map(({ Name, Properties, Subscriptions }) => {
      refuseTwins(
        Subscriptions.map((entry) => entry.Name),
        `The subscription of "${Name}"`,
      );
      for (const { Name: of, Rules } of Subscriptions) {
        refuseTwins(
          Rules.map(({ name }) => name),
          `The rule of "${Name}/Subscriptions/${of}"`,
        );
      }
      return {
        name: Name,
        duplicateWindowMs: windowOf(Properties),
        timeToLiveMs: Properties.DefaultMessageTimeToLive,
        subscriptions: Subscriptions.map((entry) => ({
          name: entry.Name,
          settings: settingsOf(entry.Properties, Properties.DefaultMessageTimeToLive),
          rules: entry.Rules.length > 0 ? entry.Rules : [defaultRule],
        })),
      };
    }),
  };
}
