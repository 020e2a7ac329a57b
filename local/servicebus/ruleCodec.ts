import { z } from 'zod';
import { AmqpFailure } from './failure.ts';
import { amqp } from './rheaTypes.ts';
import type { SystemProperty } from './ruleMessage.ts';
import { type CorrelationFilter, compileRule, type Rule, type RuleDefinition, ruleName } from './rules.ts';
import { SqlError } from './sqlTokens.ts';

/** What the service calls these lists on the wire. */
const descriptors = {
  rule: 0x137_0000_0004,
  noAction: 0x137_0000_0005,
  sqlAction: 0x137_0000_0006,
  sqlFilter: 0x137_000_0006,
  trueFilter: 0x137_000_0007,
  falseFilter: 0x137_000_0008,
  correlationFilter: 0x137_000_0009,
} as const;

/** The fields of a correlation filter in the order of the wire. */
const correlationFields = {
  'correlation-id': 'CorrelationId',
  'message-id': 'MessageId',
  to: 'To',
  'reply-to': 'ReplyTo',
  label: 'Label',
  'session-id': 'SessionId',
  'reply-to-session-id': 'ReplyToSessionId',
  'content-type': 'ContentType',
} as const satisfies Record<string, SystemProperty>;
type CorrelationField = keyof typeof correlationFields;
const fieldNames = Object.keys(correlationFields) as CorrelationField[];

const text = z.string().nullish();
const plain = z.union([z.string(), z.number(), z.boolean()], 'text, numbers and booleans are compared here');
const description = z.object({
  'sql-filter': z.object({ expression: z.string() }).nullish(),
  'correlation-filter': z
    .object({
      ...(Object.fromEntries(fieldNames.map((name) => [name, text])) as Record<CorrelationField, typeof text>),
      properties: z.record(z.string(), plain).nullish(),
    })
    .nullish(),
  'sql-rule-action': z.object({ expression: z.string().nullish() }).nullish(),
});

/** The body of `com.microsoft:add-rule`. */
export const addRuleBody = z.object({
  'rule-name': z.string().regex(ruleName, 'a rule is named by up to 50 letters, digits, ".", "-", "_" and "$"'),
  'rule-description': description,
});

type Described = NonNullable<z.output<typeof description>['correlation-filter']>;

function correlationOf(given: Described): CorrelationFilter {
  const system: Partial<Record<SystemProperty, string>> = {};
  for (const name of fieldNames) {
    const value = given[name];
    if (typeof value === 'string') system[correlationFields[name]] = value;
  }
  const user = given.properties ?? {};
  if (Object.keys(system).length + Object.keys(user).length === 0) {
    throw new AmqpFailure('com.microsoft:argument-error', 'A correlation filter names one property or more.');
  }
  return { kind: 'correlation', system, user };
}

/** Compiles a rule for a client. @throws AmqpFailure argument-error that says what is wrong with its SQL */
export function ruleFor(definition: RuleDefinition): Rule {
  try {
    return compileRule(definition);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw new AmqpFailure('com.microsoft:argument-error', `The rule '${definition.name}': ${error.message}`);
  }
}

/** @throws AmqpFailure argument-error */
export function ruleOf(body: z.output<typeof addRuleBody>): Rule {
  const { 'sql-filter': sql, 'correlation-filter': correlation, 'sql-rule-action': action } = body['rule-description'];
  if (!sql === !correlation) {
    throw new AmqpFailure('com.microsoft:argument-error', 'A rule has a SQL filter or a correlation filter.');
  }
  const filter = correlation ? correlationOf(correlation) : { kind: 'sql' as const, expression: sql?.expression ?? '' };
  const expression = action?.expression;
  return ruleFor({ name: body['rule-name'], filter, ...(expression ? { action: { expression } } : {}) });
}

const described = (code: number, fields: readonly unknown[]) => amqp.wrap_described(amqp.wrap_list([...fields]), code);

function encodedFilter({ filter }: RuleDefinition): unknown {
  if (filter.kind === 'correlation') {
    const { system, user } = filter;
    const fields = fieldNames.map((name) => system[correlationFields[name]] ?? null);
    return described(descriptors.correlationFilter, [...fields, amqp.wrap_map({ ...user })]);
  }
  if (filter.expression === '1=1') return described(descriptors.trueFilter, []);
  if (filter.expression === '1=0') return described(descriptors.falseFilter, []);
  return described(descriptors.sqlFilter, [filter.expression, 20]);
}

/** A rule as `com.microsoft:enumerate-rules` gives it. */
export function encodeRule(definition: RuleDefinition, createdAt: number): Readonly<Record<string, unknown>> {
  const { action, name } = definition;
  const encodedAction = action
    ? described(descriptors.sqlAction, [action.expression, 20])
    : described(descriptors.noAction, []);
  return {
    'rule-description': described(descriptors.rule, [
      encodedFilter(definition),
      encodedAction,
      name,
      amqp.wrap_timestamp(createdAt),
    ]),
  };
}
