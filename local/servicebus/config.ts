import { z } from 'zod';
import { parseDuration } from './duration.ts';

const dayMs = 86_400_000;

/** What a queue or a subscription does with its messages. */
export interface QueueSettings {
  readonly lockDurationMs: number;
  readonly maxDeliveryCount: number;
  /** The longest that a message may wait, in milliseconds; a message may ask for less. */
  readonly timeToLiveMs: number;
  /** An expired message goes to the dead-letter sub-queue instead of being dropped. */
  readonly deadLetterExpired: boolean;
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
  readonly subscriptions: readonly { readonly name: string; readonly settings: QueueSettings }[];
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

/** A feature that this broker does not have may be spelled out, but only switched off. */
const off = (feature: string) =>
  z.literal(false, { error: `${feature} is not supported by this broker: leave it out or set it to false` }).optional();
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
  RequiresSession: off('RequiresSession (message sessions)'),
  UserMetadata: z.string().optional(),
};
const duplicateProperties = {
  DuplicateDetectionHistoryTimeWindow: duplicateWindow.prefault('PT10M'),
  RequiresDuplicateDetection: z.boolean().default(false),
};

/** Every subscription gets every message: the one filter there is matches all. */
const rule = z.strictObject({
  Name: z.string(),
  Properties: z.strictObject({
    FilterType: z.literal('Sql', { error: 'only the filter that matches everything (Sql, 1=1) is supported' }),
    SqlFilter: z.strictObject({
      SqlExpression: z.literal(['1=1', '1 = 1', 'TRUE', 'true'], {
        error: 'SQL filters other than 1=1 are not supported by this broker',
      }),
    }),
    Action: z.undefined({ error: 'rule actions are not supported by this broker' }).optional(),
  }),
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
      return {
        name: Name,
        duplicateWindowMs: windowOf(Properties),
        timeToLiveMs: Properties.DefaultMessageTimeToLive,
        subscriptions: Subscriptions.map((entry) => ({
          name: entry.Name,
          settings: settingsOf(entry.Properties, Properties.DefaultMessageTimeToLive),
        })),
      };
    }),
  };
}
