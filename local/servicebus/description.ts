import { type Element, isElement, tag, textIn } from './atomXml.ts';
import type { Definition } from './definitions.ts';
import { parseDuration } from './duration.ts';
import { AmqpFailure } from './failure.ts';
import type { Counts } from './store.ts';

type Kind = Definition['kind'];
type Value = string | number | boolean;

/** TimeSpan.MaxValue: Service Bus's way to say "never". */
const never = 'P10675199DT2H48M5.4775807S';

/** What each kind of entity has, in the order in which the service writes it, with its values when none is given. */
const settable: Readonly<Record<Kind, Readonly<Record<string, Value>>>> = {
  queue: {
    LockDuration: 'PT1M',
    RequiresDuplicateDetection: false,
    RequiresSession: false,
    DefaultMessageTimeToLive: never,
    DeadLetteringOnMessageExpiration: false,
    DuplicateDetectionHistoryTimeWindow: 'PT10M',
    MaxDeliveryCount: 10,
  },
  topic: {
    DefaultMessageTimeToLive: never,
    RequiresDuplicateDetection: false,
    DuplicateDetectionHistoryTimeWindow: 'PT10M',
  },
  subscription: {
    LockDuration: 'PT1M',
    RequiresSession: false,
    DefaultMessageTimeToLive: never,
    DeadLetteringOnMessageExpiration: false,
    MaxDeliveryCount: 10,
  },
};

/** Fixed when an entity is made. */
const unchangeable = ['RequiresDuplicateDetection', 'RequiresSession'];

/** Whatever is said of these changes nothing here. */
const withoutEffect = [
  ...[
    'MaxSizeInMegabytes',
    'EnableBatchedOperations',
    'SupportOrdering',
    'MaxMessageSizeInKilobytes',
    'FilteringMessagesBeforePublishing',
  ],
  ...[
    'DeadLetteringOnFilterEvaluationExceptions',
    'EntityAvailabilityStatus',
    'IsAnonymousAccessible',
    'DefaultRuleDescription',
    'Name',
  ],
  ...['SizeInBytes', 'MessageCount', 'SubscriptionCount', 'CountDetails', 'CreatedAt', 'UpdatedAt', 'AccessedAt'],
];

/** What this broker does not have may be said as long as it says that it is not wanted. */
const unwanted: Readonly<Record<string, (text: string) => boolean>> = {
  Status: (text) => text === 'Active',
  AutoDeleteOnIdle: (text) => (parseDuration(text) ?? 0) >= (parseDuration('P10675198D') ?? 0),
  EnablePartitioning: (text) => text === 'false',
  EnableExpress: (text) => text === 'false',
  EnableSubscriptionPartitioning: (text) => text === 'false',
  ForwardTo: (text) => text === '',
  ForwardDeadLetteredMessagesTo: (text) => text === '',
  AuthorizationRules: (text) => text === '',
};

const refuse = (text: string) => new AmqpFailure('com.microsoft:argument-error', text);

function valueOfText(text: string, like: Value): Value {
  if (typeof like === 'number') return Number(text);
  return typeof like === 'boolean' ? text.toLowerCase() === 'true' : text;
}

/**
 * The properties that a description asks for, in the words of the configuration.
 * @param before of an entity that is changed: what is not said stays, and some cannot change
 * @throws AmqpFailure argument-error for what this broker does not have
 */
export function readDescription(
  kind: Kind,
  element: Element,
  before?: Definition['properties'],
): Record<string, unknown> {
  const known = settable[kind];
  const properties: Record<string, unknown> = { ...before };
  for (const name of Object.keys(element)) {
    if (name.startsWith('@') || name === '#') continue;
    const text = textIn(element, name) ?? '';
    const like = known[name];
    const isUnwanted = unwanted[name];
    if (like !== undefined) properties[name] = valueOfText(text, like);
    else if (name === 'UserMetadata') properties[name] = text;
    else if (isUnwanted) {
      const given =
        isElement(element[name]) &&
        text === '' &&
        Object.keys(element[name] as Element).some((key) => !/^[@#]/.test(key));
      if (given || !isUnwanted(text)) throw refuse(`${name} is not supported by this broker: leave it out.`);
    } else if (!withoutEffect.includes(name)) throw refuse(`${name} is not known to this broker.`);
  }
  for (const name of before ? unchangeable : []) {
    if (known[name] !== undefined && (properties[name] ?? false) !== (before?.[name] ?? false))
      throw refuse(`${name} cannot be changed: make the entity anew.`);
  }
  return properties;
}

interface Described extends Definition {
  readonly createdAt: number;
  readonly updatedAt: number;
}

const count = (name: string, value: number) => tag(`d2p1:${name}`, value);

/** What is in the description of an entity. */
export function describeEntity(entity: Described, counts: Counts, subscriptionCount: number): string {
  const { createdAt, kind, properties, updatedAt } = entity;
  const values = Object.entries(settable[kind]).map(([name, standard]) =>
    tag(name, (properties[name] ?? standard) as Value),
  );
  const time = (name: string, at: number) => tag(name, new Date(at).toISOString());
  const { active, dead, deferred, scheduled } = counts;
  return [
    ...values,
    ...(kind === 'subscription'
      ? []
      : [tag('MaxSizeInMegabytes', 1024), tag('EnablePartitioning', false), tag('EnableExpress', false)]),
    ...(kind === 'topic'
      ? [tag('SupportOrdering', true), tag('SubscriptionCount', subscriptionCount)]
      : [tag('MessageCount', active + dead + deferred + scheduled)]),
    ...(kind === 'subscription' ? [tag('DeadLetteringOnFilterEvaluationExceptions', false)] : [tag('SizeInBytes', 0)]),
    tag('EnableBatchedOperations', true),
    tag('Status', 'Active'),
    ...(typeof properties.UserMetadata === 'string' ? [tag('UserMetadata', properties.UserMetadata)] : []),
    time('CreatedAt', createdAt),
    time('UpdatedAt', updatedAt),
    time('AccessedAt', updatedAt),
    tag('AutoDeleteOnIdle', never),
    tag('EntityAvailabilityStatus', 'Available'),
    `<CountDetails xmlns:d2p1="http://schemas.microsoft.com/netservices/2011/06/servicebus">`,
    count('ActiveMessageCount', active),
    count('DeadLetterMessageCount', dead),
    count('ScheduledMessageCount', scheduled),
    count('TransferMessageCount', 0),
    count('TransferDeadLetterMessageCount', 0),
    '</CountDetails>',
  ].join('');
}
