import { type MessageContent, withoutProperty, withProperties, withPropertyField } from './message.ts';
import { amqp } from './rheaTypes.ts';
import { type RuleMessage, ruleMessageOf, type SystemProperty, systemProperties } from './ruleMessage.ts';
import { type Change, type Condition, type Parameters, parseAction, parseFilter } from './sqlParser.ts';
import { compare, type Value } from './sqlValues.ts';

export interface SqlFilter {
  readonly kind: 'sql';
  readonly expression: string;
  readonly parameters?: Parameters;
}

/** Lets a message through whose properties are all equal to these. */
export interface CorrelationFilter {
  readonly kind: 'correlation';
  readonly system: Readonly<Partial<Record<SystemProperty, string>>>;
  readonly user: Parameters;
}

/** A rule of a subscription, as it is declared and stored (it is plain JSON). */
export interface RuleDefinition {
  readonly name: string;
  readonly filter: SqlFilter | CorrelationFilter;
  readonly action?: { readonly expression: string; readonly parameters?: Parameters };
}

/** A rule that can be used. */
export interface Rule {
  readonly definition: RuleDefinition;
  readonly lets: Condition;
  readonly changes: readonly Change[] | undefined;
}

/** The rule of a subscription for which none is declared: everything passes. */
export const defaultRule: RuleDefinition = { name: '$Default', filter: { kind: 'sql', expression: '1=1' } };

/** The name of a rule: 50 characters, as the service. */
export const ruleName = /^[A-Za-z0-9$][A-Za-z0-9._$-]{0,49}$/;

const readExpected = (expected: string | number | boolean): Value =>
  typeof expected === 'number' && Number.isInteger(expected) ? BigInt(expected) : expected;

function correlationCondition({ system, user }: CorrelationFilter): Condition {
  const expected: ((message: RuleMessage) => boolean)[] = [];
  for (const name of Object.keys(systemProperties) as SystemProperty[]) {
    const value = system[name];
    if (value !== undefined) expected.push((message) => compare('=', message.system(name), value) === true);
  }
  for (const [name, value] of Object.entries(user)) {
    expected.push((message) => compare('=', message.user(name), readExpected(value)) === true);
  }
  return (message) => expected.every((holds) => holds(message));
}

/** Makes a rule usable. @throws SqlError for SQL that is not of the supported subset */
export function compileRule(definition: RuleDefinition): Rule {
  const { filter, action } = definition;
  return {
    definition,
    lets: filter.kind === 'sql' ? parseFilter(filter.expression, filter.parameters) : correlationCondition(filter),
    changes: action && parseAction(action.expression, action.parameters),
  };
}

/** A rule's value as AMQP knows it: whole numbers as long, others as double. */
function typed(value: Exclude<Value, undefined>): unknown {
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return amqp.wrap_long(bytes);
  }
  return typeof value === 'number' ? amqp.wrap_double(value) : value;
}

function changed(content: MessageContent, change: Change): MessageContent {
  const { property } = change;
  const value = change.kind === 'set' ? change.value(ruleMessageOf(content)) : undefined;
  // To set what is unknown changes nothing.
  if (change.kind === 'set' && value === undefined) return content;
  if (property.scope === 'sys') {
    const text = value === undefined ? undefined : value instanceof Date ? value.toISOString() : String(value);
    return withPropertyField(content, systemProperties[property.name], text);
  }
  const without = withoutProperty(content, property.name);
  return value === undefined ? without : withProperties(without, { [property.name]: typed(value) });
}

/**
 * The copies of a message that a subscription gets: one for all matching rules without an action, and one for each
 * matching rule with an action, with its changes and the name of the rule.
 */
export function select(rules: readonly Rule[], message: RuleMessage, content: MessageContent): MessageContent[] {
  const matching = rules.filter(({ lets }) => lets(message) === true);
  const copies = matching.some(({ changes }) => !changes) ? [content] : [];
  for (const { changes, definition } of matching) {
    if (!changes) continue;
    copies.push(withProperties(changes.reduce(changed, content), { RuleName: definition.name }));
  }
  return copies;
}
