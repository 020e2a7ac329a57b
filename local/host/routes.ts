import { HostError } from './errors.ts';
import { type Constraint, parseConstraint } from './routeConstraints.ts';

interface Parameter {
  readonly name: string;
  readonly constraints: readonly Constraint[];
  readonly optional: boolean;
  readonly catchAll: boolean;
  readonly defaultValue: string | undefined;
}

type Part = { readonly literal: string } | Parameter;

/** A route such as `lessons/{id:int}/transcript.{format}`, ready to be matched. */
export interface Route {
  readonly template: string;
  /** Less is tried first: literals before parameters, constrained ones before free ones, catch-alls last. */
  readonly precedence: string;
  /** Two routes of the same shape match the same paths, whatever their parameters are called. */
  readonly shape: string;
  /** The parameters' values, or undefined when the path is not this route's. `path` is decoded, without slashes around it. */
  match(path: string): Record<string, string> | undefined;
}

/**
 * Compiles a route as ASP.NET reads it. Throws a HostError for a template that is none: a brace not closed, a
 * catch-all that is not last, a name used twice, an unknown constraint.
 */
export function compileRoute(template: string): Route {
  const route = template.replace(/^\/+|\/+$/g, '');
  const segments = route === '' ? [] : splitSegments(route).map((segment) => parseSegment(segment, route));
  const parameters = segments.flat().filter((part): part is Parameter => !('literal' in part));
  check(route, segments, parameters);
  const expression = new RegExp(`^${segments.map(segmentPattern).join('')}$`, 'is');

  return {
    template: route,
    precedence: segments.map(segmentPrecedence).join(''),
    shape: segments.map(segmentShape).join('/'),
    match(path) {
      const found = expression.exec(path);
      if (!found) return undefined;
      const values: Record<string, string> = {};
      for (const [index, parameter] of parameters.entries()) {
        const value = found[index + 1];
        if (value === undefined || value === '') {
          if (parameter.defaultValue !== undefined) values[parameter.name] = parameter.defaultValue;
          continue;
        }
        if (!parameter.constraints.every((accepts) => accepts(value))) return undefined;
        values[parameter.name] = value;
      }
      return values;
    },
  };
}

/** Slashes inside braces belong to a regular expression, not to the path. */
function splitSegments(route: string): string[] {
  const segments: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of route) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (character === '/' && depth === 0) {
      segments.push(current);
      current = '';
    } else {
      current += character;
    }
  }
  if (depth !== 0) throw new HostError(`The route "${route}" has a brace that is not closed.`);
  return [...segments, current];
}

function parseSegment(segment: string, route: string): readonly Part[] {
  if (segment === '') throw new HostError(`The route "${route}" has an empty segment.`);
  const parts: Part[] = [];
  let literal = '';
  for (let index = 0; index < segment.length; index += 1) {
    if (segment.charAt(index) !== '{') {
      literal += segment.charAt(index);
      continue;
    }
    const end = closingBrace(segment, index, route);
    if (literal !== '') parts.push({ literal });
    literal = '';
    parts.push(parseParameter(segment.slice(index + 1, end), route));
    index = end;
  }
  if (literal !== '') parts.push({ literal });
  return parts;
}

/** In a constraint, `{{` and `}}` stand for braces. */
function closingBrace(segment: string, from: number, route: string): number {
  for (let index = from + 1; index < segment.length; index += 1) {
    const pair = segment.slice(index, index + 2);
    if (pair === '{{' || pair === '}}') index += 1;
    else if (segment.charAt(index) === '}') return index;
  }
  throw new HostError(`The route "${route}" has a brace that is not closed.`);
}

function parseParameter(text: string, route: string): Parameter {
  const unescaped = text.replaceAll('{{', '{').replaceAll('}}', '}');
  const [, stars = '', name = '', rest = ''] = /^(\*{0,2})([^:=?*]+)(.*)$/s.exec(unescaped) ?? [];
  if (!/^[a-z_][\w-]*$/i.test(name))
    throw new HostError(`The route "${route}" has the parameter "{${text}}" without a name.`);
  const optional = rest.endsWith('?');
  const body = optional ? rest.slice(0, -1) : rest;
  const [constraints, defaultValue] = cutDefault(body);
  return {
    name,
    catchAll: stars !== '',
    optional: optional || defaultValue !== undefined,
    defaultValue,
    constraints: splitConstraints(constraints).map((constraint) => parseConstraint(constraint, route)),
  };
}

/** `:int=5` is a constraint and a default; an equals sign inside parentheses belongs to a regular expression. */
function cutDefault(body: string): [constraints: string, defaultValue: string | undefined] {
  const equals = body.indexOf('=', body.lastIndexOf(')') + 1);
  return equals < 0 ? [body, undefined] : [body.slice(0, equals), body.slice(equals + 1)];
}

function splitConstraints(text: string): string[] {
  const constraints: string[] = [];
  let depth = 0;
  for (const character of text) {
    if (character === ':' && depth === 0) {
      constraints.push('');
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    constraints[constraints.length - 1] += character;
  }
  return constraints;
}

function check(route: string, segments: readonly (readonly Part[])[], parameters: readonly Parameter[]): void {
  const names = parameters.map(({ name }) => name.toLowerCase());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new HostError(`The route "${route}" names {${repeated}} twice.`);
  for (const [index, parts] of segments.entries()) {
    const last = index === segments.length - 1;
    for (const part of parts) {
      if ('literal' in part) continue;
      if (part.catchAll && (!last || parts.length > 1)) {
        throw new HostError(`The route "${route}" has the catch-all {*${part.name}}, which must be its last segment.`);
      }
      if (part.optional && !last && part.defaultValue === undefined) {
        throw new HostError(`The route "${route}" has the optional {${part.name}?}, which must be its last segment.`);
      }
    }
  }
}

function segmentPattern(parts: readonly Part[], index: number): string {
  const [first] = parts;
  const slash = index === 0 ? '' : '/';
  if (parts.length === 1 && first && !('literal' in first)) {
    // A name that is empty is none, also where the catch-all begins; what comes after is not looked at.
    if (first.catchAll) return `(?:${slash}((?:[^/].*)?))?`;
    if (first.optional) return `(?:${slash}([^/]+))?`;
  }
  const inner = parts.map((part, position) => {
    if ('literal' in part) return literalPattern(part.literal);
    return position === parts.length - 1 ? '([^/]+)' : '([^/]+?)';
  });
  return slash + inner.join('');
}

/** A digit for each segment, as ASP.NET orders its routes. */
function segmentPrecedence(parts: readonly Part[]): string {
  const [first] = parts;
  if (parts.length > 1 || !first) return '2';
  if ('literal' in first) return '1';
  const constrained = first.constraints.length > 0;
  if (first.catchAll) return constrained ? '5' : '6';
  return constrained ? '3' : '4';
}

function segmentShape(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if ('literal' in part) return part.literal.toLowerCase();
      // A constraint makes the routes different: {id:int} and {name:alpha} can stand side by side.
      const kind = part.catchAll ? '*' : '';
      return `{${kind}${part.constraints.length > 0 ? part.name : ''}}`;
    })
    .join('');
}

/**
 * A request's path, percent-decoded and without the slash at either end. As in ASP.NET an escaped slash stays escaped,
 * since it is part of a name and not of the path, and so does an escape that is malformed or no UTF-8.
 */
export function decodePath(path: string): string {
  return path.replace(/^\/|\/$/g, '').replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes.replaceAll(/%2f/gi, '%252F'));
    } catch {
      return escapes;
    }
  });
}

function literalPattern(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Routes with what they lead to, each for its methods. */
export interface RouteTable<T> {
  /** The first route that fits path and method, if any. `path` is as `decodePath` gives it. */
  find(method: string, path: string): { target: T; params: Record<string, string> } | undefined;
}

export interface RouteEntry<T> {
  readonly route: Route;
  readonly methods: readonly string[];
  readonly name: string;
  readonly target: T;
}

/** Puts routes in their order. Throws a HostError for two of the same shape that share a method. */
export function createRouteTable<T>(entries: readonly RouteEntry<T>[]): RouteTable<T> {
  const taken = new Map<string, string>();
  for (const { route, methods, name } of entries) {
    for (const method of methods) {
      const key = `${method} ${route.shape}`;
      const other = taken.get(key);
      if (other)
        throw new HostError(
          `The functions "${other}" and "${name}" have the same route: ${method} /${route.template}.`,
        );
      taken.set(key, name);
    }
  }
  const ordered = entries
    .map((entry) => ({ ...entry, methods: new Set(entry.methods) }))
    .sort((a, b) => (a.route.precedence < b.route.precedence ? -1 : a.route.precedence > b.route.precedence ? 1 : 0));
  return {
    find(method, path) {
      for (const { route, methods, target } of ordered) {
        const params = methods.has(method) ? route.match(path) : undefined;
        if (params) return { target, params };
      }
      return undefined;
    },
  };
}
