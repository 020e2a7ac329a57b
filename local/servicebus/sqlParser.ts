import { randomUUID } from 'node:crypto';
import { type RuleMessage, type SystemProperty, systemProperties, systemPropertyOf } from './ruleMessage.ts';
import { SqlError, type Token, tokensOf } from './sqlTokens.ts';
import { type Arithmetic, calculate, compare, like, type Truth, type Value } from './sqlValues.ts';

export type Condition = (message: RuleMessage) => Truth;
export type Expression = (message: RuleMessage) => Value;

export type Property =
  | { readonly scope: 'user'; readonly name: string }
  | { readonly scope: 'sys'; readonly name: SystemProperty };

/** What a rule does to the copy of a message that its filter let through. */
export type Change =
  | { readonly kind: 'set'; readonly property: Property; readonly value: Expression }
  | { readonly kind: 'remove'; readonly property: Property };

/** What `@name` stands for. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;

type Node =
  | { readonly kind: 'condition'; readonly test: Condition }
  | { readonly kind: 'value'; readonly read: Expression; readonly property?: Property; readonly constant?: Value };

/** The most SET and REMOVE of one action, as the service. */
const mostChanges = 32;
/** Parentheses, NOT and signs within each other: each costs stack. */
const deepest = 50;
const keywords = new Set(['AND', 'OR', 'NOT', 'IS', 'NULL', 'IN', 'LIKE', 'ESCAPE', 'EXISTS', 'TRUE', 'FALSE', 'SET']);

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

function read(property: Property): Expression {
  const { scope, name } = property;
  return scope === 'sys' ? (message) => message.system(name) : (message) => message.user(name);
}

/** Reads the documented SQL subset into functions. @throws SqlError for what is not part of it, with the place */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #parameters: Parameters;
  #at = 0;
  #depth = 0;

  constructor(sql: string, parameters: Parameters) {
    this.#tokens = tokensOf(sql);
    this.#parameters = parameters;
  }

  #fail(expected: string): never {
    const token = this.#tokens[this.#at];
    throw new SqlError(
      token ? `"${token.text}" at ${token.at}: expected ${expected}.` : `It ends: expected ${expected}.`,
    );
  }

  #is(text: string): boolean {
    const token = this.#tokens[this.#at];
    return (token?.kind === 'word' || token?.kind === 'symbol') && token.text.toUpperCase() === text;
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #need(text: string): void {
    if (!this.#take(text)) this.#fail(`"${text}"`);
  }

  #oneOf<Text extends string>(texts: readonly Text[]): Text | undefined {
    return texts.find((text) => this.#take(text));
  }

  #condition(node: Node): Condition {
    if (node.kind === 'condition') return node.test;
    const { constant } = node;
    if (typeof constant !== 'boolean') this.#fail('a condition, not a value');
    return () => constant;
  }

  #value(node: Node): Expression {
    if (node.kind === 'condition') this.#fail('a value, not a condition');
    return node.read;
  }

  /** A whole filter. */
  filter(): Condition {
    const condition = this.#condition(this.#or());
    if (this.#at < this.#tokens.length) this.#fail('AND, OR or the end');
    return condition;
  }

  /** A whole action. */
  changes(): Change[] {
    const changes: Change[] = [];
    while (this.#at < this.#tokens.length) {
      if (this.#take('SET')) {
        const property = this.#property();
        this.#need('=');
        changes.push({ kind: 'set', property, value: this.#value(this.#sum()) });
      } else if (this.#take('REMOVE')) changes.push({ kind: 'remove', property: this.#property() });
      else this.#fail('SET or REMOVE');
      this.#take(';');
    }
    if (changes.length === 0) this.#fail('SET or REMOVE');
    if (changes.length > mostChanges) throw new SqlError(`An action has at most ${mostChanges} statements.`);
    return changes;
  }

  #or(): Node {
    let left = this.#and();
    while (this.#take('OR')) {
      const [first, second] = [this.#condition(left), this.#condition(this.#and())];
      const test: Condition = (message) => {
        const truth = first(message);
        if (truth === true) return true;
        const other = second(message);
        return other === true ? true : truth === undefined ? undefined : other;
      };
      left = { kind: 'condition', test };
    }
    return left;
  }

  #and(): Node {
    let left = this.#not();
    while (this.#take('AND')) {
      const [first, second] = [this.#condition(left), this.#condition(this.#not())];
      const test: Condition = (message) => {
        const truth = first(message);
        if (truth === false) return false;
        const other = second(message);
        return other === false ? false : truth === undefined ? undefined : other;
      };
      left = { kind: 'condition', test };
    }
    return left;
  }

  #deeper<Read>(inner: () => Read): Read {
    this.#depth += 1;
    if (this.#depth > deepest) throw new SqlError(`A rule's expression is nested at most ${deepest} deep.`);
    const result = inner();
    this.#depth -= 1;
    return result;
  }

  #not(): Node {
    if (!this.#take('NOT')) return this.#comparison();
    const inner = this.#condition(this.#deeper(() => this.#not()));
    return { kind: 'condition', test: (message) => not(inner(message)) };
  }

  #comparison(): Node {
    if (this.#take('EXISTS')) return this.#exists();
    const left = this.#sum();
    const operator = this.#oneOf(['=', '<>', '!=', '>=', '<=', '>', '<']);
    if (operator) {
      const [first, second] = [this.#value(left), this.#value(this.#sum())];
      return { kind: 'condition', test: (message) => compare(operator, first(message), second(message)) };
    }
    if (this.#take('IS')) return this.#isNull(left);
    const negated = this.#take('NOT');
    const test = this.#take('IN') ? this.#in(left) : this.#take('LIKE') ? this.#like(left) : undefined;
    if (test) return { kind: 'condition', test: negated ? (message) => not(test(message)) : test };
    if (negated) this.#fail('IN or LIKE');
    return left;
  }

  #exists(): Node {
    this.#need('(');
    const property = this.#property();
    this.#need(')');
    const { scope, name } = property;
    const test: Condition =
      scope === 'sys' ? (message) => message.system(name) !== undefined : (message) => message.has(name);
    return { kind: 'condition', test };
  }

  #isNull(left: Node): Node {
    const negated = this.#take('NOT');
    this.#need('NULL');
    if (left.kind !== 'value' || !left.property) this.#fail('a property before IS NULL');
    const { read: value } = left;
    return { kind: 'condition', test: (message) => (value(message) === undefined) !== negated };
  }

  #in(left: Node): Condition {
    const value = this.#value(left);
    this.#need('(');
    const options: Expression[] = [];
    do options.push(this.#value(this.#sum()));
    while (this.#take(','));
    this.#need(')');
    return (message) => {
      const wanted = value(message);
      if (wanted === undefined) return undefined;
      const truths = options.map((option) => compare('=', wanted, option(message)));
      if (truths.includes(true)) return true;
      return truths.includes(undefined) ? undefined : false;
    };
  }

  #like(left: Node): Condition {
    const [value, pattern] = [this.#value(left), this.#value(this.#sum())];
    const escaping = this.#take('ESCAPE') ? this.#sum() : undefined;
    if (escaping?.kind === 'value' && typeof escaping.constant === 'string' && [...escaping.constant].length !== 1) {
      this.#fail('one character after ESCAPE');
    }
    const escapes = escaping && this.#value(escaping);
    return (message) => {
      const [text, wanted, sign] = [value(message), pattern(message), escapes?.(message)];
      if (typeof text !== 'string' || typeof wanted !== 'string') return undefined;
      if (escapes && (typeof sign !== 'string' || [...sign].length !== 1)) return undefined;
      return like(text, wanted, typeof sign === 'string' ? sign : undefined);
    };
  }

  #sum(): Node {
    let left = this.#product();
    for (let operator = this.#oneOf(['+', '-']); operator; operator = this.#oneOf(['+', '-'])) {
      left = this.#calculation(operator, left, this.#product());
    }
    return left;
  }

  #product(): Node {
    let left = this.#unary();
    for (let operator = this.#oneOf(['*', '/', '%']); operator; operator = this.#oneOf(['*', '/', '%'])) {
      left = this.#calculation(operator, left, this.#unary());
    }
    return left;
  }

  #calculation(operator: Arithmetic, left: Node, right: Node): Node {
    const [first, second] = [this.#value(left), this.#value(right)];
    return { kind: 'value', read: (message) => calculate(operator, first(message), second(message)) };
  }

  #unary(): Node {
    const sign = this.#oneOf(['+', '-']);
    if (!sign) return this.#primary();
    return this.#calculation(
      sign,
      { kind: 'value', read: () => 0n },
      this.#deeper(() => this.#unary()),
    );
  }

  #constant(constant: Value): Node {
    this.#at += 1;
    return { kind: 'value', read: () => constant, constant };
  }

  #primary(): Node {
    if (this.#take('(')) {
      const inner = this.#deeper(() => this.#or());
      this.#need(')');
      return inner;
    }
    const token = this.#tokens[this.#at];
    if (token?.kind === 'string') return this.#constant(token.text);
    if (token?.kind === 'number') return this.#constant(token.value);
    if (token?.kind === 'parameter') return this.#constant(this.#parameter(token.text));
    for (const [word, constant] of [['TRUE', true] as const, ['FALSE', false] as const, ['NULL', undefined] as const]) {
      if (this.#is(word)) return this.#constant(constant);
    }
    const call = this.#tokens[this.#at + 1];
    if (token?.kind === 'word' && call?.kind === 'symbol' && call.text === '(') return this.#function(token.text);
    const property = this.#property();
    return { kind: 'value', read: read(property), property };
  }

  #parameter(name: string): Value {
    const value = Object.hasOwn(this.#parameters, name) ? this.#parameters[name] : undefined;
    if (value === undefined) throw new SqlError(`The parameter ${name} has no value.`);
    return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
  }

  #function(name: string): Node {
    const lower = name.toLowerCase();
    if (!['newid', 'property', 'p'].includes(lower)) this.#fail('newid(), property(name) or p(name)');
    this.#at += 2;
    if (lower === 'newid') {
      this.#need(')');
      return { kind: 'value', read: () => randomUUID() };
    }
    const named = this.#value(this.#sum());
    this.#need(')');
    const value: Expression = (message) => {
      const property = named(message);
      return typeof property === 'string' ? message.user(property) : undefined;
    };
    return { kind: 'value', read: value };
  }

  #name(): { text: string; bare: boolean } {
    const token = this.#tokens[this.#at];
    const bare = token?.kind === 'word';
    if (!token || !(token.kind === 'name' || (bare && !keywords.has(token.text.toUpperCase())))) {
      this.#fail('the name of a property');
    }
    this.#at += 1;
    return { text: token.text, bare };
  }

  #property(): Property {
    const first = this.#name();
    if (!this.#take('.')) return { scope: 'user', name: first.text };
    const scope = first.text.toLowerCase();
    if (!first.bare || (scope !== 'sys' && scope !== 'user')) this.#fail('"sys." or "user." as the scope');
    const { text } = this.#name();
    if (scope === 'user') return { scope, name: text };
    const property = systemPropertyOf(text);
    if (!property) {
      throw new SqlError(
        `sys.${text} is not known to this broker's rules, which know ${Object.keys(systemProperties).join(', ')}.`,
      );
    }
    return { scope, name: property };
  }
}

/** The condition of a filter's SQL. @throws SqlError */
export const parseFilter = (sql: string, parameters: Parameters = {}): Condition =>
  new Parser(sql, parameters).filter();

/** The changes of an action's SQL. @throws SqlError */
export const parseAction = (sql: string, parameters: Parameters = {}): Change[] =>
  new Parser(sql, parameters).changes();
