import { AmqpFailure } from './failure.ts';
import type { EntityContext } from './ingress.ts';
import type { MessageContent } from './message.ts';
import { ruleFor } from './ruleCodec.ts';
import type { RuleMessage } from './ruleMessage.ts';
import { type Rule, type RuleDefinition, select } from './rules.ts';

/** The most rules of a subscription, as the service has it for SQL filters. */
const mostRules = 2000;

export interface NamedRule {
  readonly rule: Rule;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** The rules of one subscription, which outlive the broker. */
export type RuleSet = ReturnType<typeof createRuleSet>;

/**
 * @param declared what the configuration says: taken when it says something new, else what was changed since stays
 */
export function createRuleSet(
  { store, now }: EntityContext,
  subscription: { readonly path: string; readonly entity: number; readonly declared: readonly RuleDefinition[] },
) {
  const { path, entity, declared } = subscription;
  const text = JSON.stringify(declared);
  store.transaction(() => {
    if (store.declaredRules(entity) === text) return;
    store.setDeclaredRules(entity, text);
    store.removeRules(entity);
    for (const rule of declared) store.addRule(entity, rule.name, JSON.stringify(rule), now());
  });
  // What was stored was compiled before it was stored.
  let rules: readonly NamedRule[] = store.rules(entity).map(({ definition, createdAt }) => ({
    rule: ruleFor(JSON.parse(definition) as RuleDefinition),
    createdAt,
  }));
  const isNamed = (name: string) => (named: NamedRule) =>
    named.rule.definition.name.toLowerCase() === name.toLowerCase();

  return {
    list: () => rules,
    /** The copies of a message that this subscription gets; none when no rule matches. */
    select: (message: RuleMessage, content: MessageContent) =>
      select(
        rules.map(({ rule }) => rule),
        message,
        content,
      ),
    /** @throws AmqpFailure entity-already-exists, or argument-error for one too many */
    add(rule: Rule): void {
      const { definition } = rule;
      if (rules.length >= mostRules) {
        throw new AmqpFailure('com.microsoft:argument-error', `'${path}' has ${mostRules} rules, which is the most.`);
      }
      const createdAt = now();
      if (!store.addRule(entity, definition.name, JSON.stringify(definition), createdAt)) {
        throw new AmqpFailure(
          'com.microsoft:entity-already-exists',
          `The messaging entity '${path}/Rules/${definition.name}' already exists.`,
        );
      }
      rules = [...rules, { rule, createdAt }];
    },
    /** @throws AmqpFailure not-found */
    remove(name: string): void {
      if (!store.removeRule(entity, name)) {
        throw new AmqpFailure('amqp:not-found', `The messaging entity '${path}/Rules/${name}' could not be found.`);
      }
      rules = rules.filter((named) => !isNamed(name)(named));
    },
  };
}
