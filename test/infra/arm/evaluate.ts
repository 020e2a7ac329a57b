import { createHash } from 'node:crypto';
import { type Expression, parse } from './parse.ts';

/** What only Azure can say, such as an address that it gives; kept as the text that asks for it. */
export class Unknown {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return `<${this.text}>`;
  }
}

// Values of a template, and what is unknown of them. Tests take them apart, so nothing is gained by naming each shape.
// biome-ignore lint/suspicious/noExplicitAny: a template's values have any shape
export type Value = any;

export interface Scope {
  readonly parameter: (name: string) => Value;
  readonly variable: (name: string) => Value;
  readonly reference: (name: string) => Value;
  readonly loops: Readonly<Record<string, number>>;
  readonly lambdas: Readonly<Record<string, Value>>;
}

const text = (value: Value): string => (typeof value === 'string' ? value : String(value));
const isMap = (value: Value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

/** Evaluates every expression in a piece of a template. */
export function evaluate(value: Value, scope: Scope): Value {
  if (typeof value === 'string') {
    if (value.startsWith('[[')) return value.slice(1);
    return value.startsWith('[') && value.endsWith(']') ? resultOf(parse(value.slice(1, -1)), scope) : value;
  }
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope));
  if (!isMap(value)) return value;
  const { copy, ...rest } = value;
  const result: Record<string, Value> = {};
  for (const [name, item] of Object.entries(rest)) result[text(evaluate(name, scope))] = evaluate(item, scope);
  for (const loop of Array.isArray(copy) ? copy : []) {
    const count = evaluate(loop.count, scope);
    result[loop.name] = Array.from({ length: count }, (_, index) =>
      evaluate(loop.input, { ...scope, loops: { ...scope.loops, [loop.name]: index } }),
    );
  }
  return result;
}

function resultOf(expression: Expression, scope: Scope): Value {
  if (expression.kind === 'value') return expression.value;
  if (expression.kind === 'member') return member(resultOf(expression.of, scope), resultOf(expression.name, scope));
  const { name, args } = expression;
  const lazy = (index: number): Value => {
    const argument = args[index];
    return argument === undefined ? undefined : resultOf(argument, scope);
  };
  const values = () => args.map((argument) => resultOf(argument, scope));
  switch (name) {
    case 'if':
      return lazy(0) ? lazy(1) : lazy(2);
    case 'and':
      return args.every((_, index) => lazy(index));
    case 'or':
      return args.some((_, index) => lazy(index));
    case 'parameters':
      return scope.parameter(lazy(0));
    case 'variables':
      return scope.variable(lazy(0));
    case 'lambdaVariables':
      return scope.lambdas[lazy(0)];
    case 'copyIndex':
      return args.length > 0 ? scope.loops[lazy(0)] : scope.loops[''];
    case 'lambda':
      return (...given: Value[]) => {
        const names = args.slice(0, -1).map((argument) => resultOf(argument, scope));
        const lambdas = { ...scope.lambdas, ...Object.fromEntries(names.map((key, index) => [key, given[index]])) };
        const body = args.at(-1);
        return body === undefined ? undefined : resultOf(body, { ...scope, lambdas });
      };
    case 'reference':
      return scope.reference(text(lazy(0)));
    case 'fail':
      throw new Error(text(lazy(0)));
    case 'tryGet':
      return isMap(lazy(0)) ? lazy(0)[lazy(1)] : undefined;
    default:
      return call(name, values());
  }
}

function member(of: Value, name: Value): Value {
  if (of instanceof Unknown) return new Unknown(`${of.text}.${name}`);
  if (of === null || of === undefined || !(name in Object(of)))
    throw new Error(`There is no ${name} in ${JSON.stringify(of)}`);
  return of[name];
}

const merged = (first: Value, second: Value): Value => {
  if (!isMap(first) || !isMap(second)) return second;
  const result = { ...first };
  for (const [name, value] of Object.entries(second)) result[name] = name in first ? merged(first[name], value) : value;
  return result;
};

const id = (parts: Value[]) => `/${parts.map(text).join('/')}`;
const hash = (parts: Value[]) => createHash('sha256').update(parts.map(text).join('|')).digest('hex').slice(0, 13);

const functions: Record<string, (...args: Value[]) => Value> = {
  length: (value) => (isMap(value) ? Object.keys(value) : value).length,
  equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  not: (value) => !value,
  greater: (a, b) => a > b,
  empty: (value) =>
    value === null ||
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && !(value instanceof Unknown) && Object.keys(value).length === 0),
  contains: (value, item) => (isMap(value) ? item in value : value.includes(item)),
  format: (pattern, ...args) => pattern.replace(/\{(\d+)\}/g, (_: string, index: string) => text(args[Number(index)])),
  concat: (...args) => (Array.isArray(args[0]) ? args.flat() : args.map(text).join('')),
  union: (...args) => (Array.isArray(args[0]) ? [...new Set(args.flat())] : args.reduce(merged)),
  createArray: (...args) => args,
  createObject: (...args) =>
    Object.fromEntries(Array.from({ length: args.length / 2 }, (_, index) => [args[2 * index], args[2 * index + 1]])),
  null: () => null,
  true: () => true,
  false: () => false,
  json: (value) => JSON.parse(value),
  string: (value) => (typeof value === 'object' ? JSON.stringify(value) : text(value)),
  split: (value, mark) => text(value).split(mark),
  replace: (value, old, young) => text(value).replaceAll(old, young),
  uriComponent: (value) => encodeURIComponent(text(value)),
  mul: (a, b) => a * b,
  div: (a, b) => Math.trunc(a / b),
  add: (a, b) => a + b,
  trim: (value) => text(value).trim(),
  sub: (a, b) => a - b,
  max: (...args) => Math.max(...args.flat()),
  min: (...args) => Math.min(...args.flat()),
  map: (list, change) => list.map((item: Value) => change(item)),
  filter: (list, keep) => list.filter((item: Value) => keep(item)),
  items: (value) => Object.entries(value).map(([key, item]) => ({ key, value: item })),
  toObject: (list, key, value) =>
    Object.fromEntries(list.map((item: Value) => [key(item), value === undefined ? item : value(item)])),
  uniqueString: (...args) => hash(args),
  guid: (...args) => hash(args),
  utcNow: () => '2026-01-01',
  resourceId: (...args) => id(args),
  subscriptionResourceId: (...args) => id(args),
  extensionResourceId: (...args) => id(args),
  subscription: () => ({ id: '/subscriptions/s', subscriptionId: 's', tenantId: 't' }),
  tenant: () => ({ tenantId: 't' }),
  resourceGroup: () => ({ id: '/subscriptions/s/resourceGroups/g', location: 'westeurope', name: 'g' }),
  environment: () => ({
    suffixes: { storage: 'core.windows.net' },
    authentication: { loginEndpoint: 'https://login.microsoftonline.com/' },
  }),
  listKeys: (what) => new Unknown(`key of ${text(what)}`),
};

function call(name: string, args: Value[]): Value {
  const known = functions[name];
  if (known === undefined) throw new Error(`The template calls ${name}(), which the tests cannot evaluate`);
  return known(...args);
}
