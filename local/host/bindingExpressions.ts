import { randomUUID } from 'node:crypto';
import { HostError } from './errors.ts';

export type Lookup = (name: string) => string | undefined;
export type BindingData = Readonly<Record<string, unknown>>;

/**
 * Replaces every `%NAME%` by the app setting of that name. Throws a HostError for a setting that is not there, which
 * `where` places for the reader.
 */
export function resolveSettings(text: string, setting: Lookup, where: string): string {
  return text.replace(/%([^%\s]+)%/g, (_, name: string) => {
    const value = setting(name);
    if (value === undefined)
      throw new HostError(`${where}: the app setting "${name}" that %${name}% names is not set.`);
    return value;
  });
}

type Token = { readonly literal: string } | { readonly expression: string };

/** Cuts `a/{name}.txt` into literals and expressions; `{{` and `}}` are braces. Throws a HostError for a lone brace. */
export function parseTemplate(template: string): readonly Token[] {
  const tokens: Token[] = [];
  let literal = '';
  for (let index = 0; index < template.length; index += 1) {
    const character = template.charAt(index);
    if ((character === '{' || character === '}') && template.charAt(index + 1) === character) {
      literal += character;
      index += 1;
    } else if (character === '{') {
      const end = template.indexOf('}', index);
      const expression = end < 0 ? '' : template.slice(index + 1, end);
      if (expression === '' || expression.includes('{')) {
        throw new HostError(`"${template}" is no binding expression: the brace at ${index + 1} is not closed.`);
      }
      if (literal !== '') tokens.push({ literal });
      literal = '';
      tokens.push({ expression });
      index = end;
    } else if (character === '}') {
      throw new HostError(`"${template}" is no binding expression: the brace at ${index + 1} opens nowhere.`);
    } else {
      literal += character;
    }
  }
  if (literal !== '') tokens.push({ literal });
  return tokens;
}

/**
 * Fills `{name}`, `{a.b}`, `{rand-guid}`, `{DateTime}` and `{sys.utcnow}` in a binding's property from the trigger's
 * data. Throws for an expression that the data does not have.
 * @param encode applied to each value that is filled in
 */
export function fillTemplate(
  template: string,
  data: BindingData,
  now: () => Date = () => new Date(),
  encode: (value: string) => string = (value) => value,
): string {
  if (!template.includes('{') && !template.includes('}')) return template;
  return parseTemplate(template)
    .map((token) => ('literal' in token ? token.literal : encode(evaluate(token.expression, data, now))))
    .join('');
}

function evaluate(expression: string, data: BindingData, now: () => Date): string {
  const [, name = expression, format] = /^([^:]+):?(.*)$/s.exec(expression) ?? [];
  const value = lookUp(name, data);
  if (value !== undefined && value !== null) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  switch (name.toLowerCase()) {
    case 'rand-guid':
    case 'sys.randguid':
      return formatGuid(randomUUID(), format ?? '');
    case 'datetime':
    case 'sys.utcnow':
      return formatDate(now(), format || 'yyyy-MM-ddTHH-mm-ssZ');
    default:
      throw new HostError(
        `The binding expression {${expression}} has no value: the trigger gives ${Object.keys(data).join(', ') || 'none'}.`,
      );
  }
}

function lookUp(name: string, data: BindingData): unknown {
  let current: unknown = data;
  for (const part of name.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    const key = Object.keys(current).find((candidate) => candidate.toLowerCase() === part.toLowerCase());
    if (key === undefined) return undefined;
    current = (current as Record<string, unknown>)[key]; // an object whose key was just found
  }
  return current;
}

function formatGuid(guid: string, format: string): string {
  switch (format.toUpperCase()) {
    case 'N':
      return guid.replaceAll('-', '');
    case 'B':
      return `{${guid}}`;
    case 'P':
      return `(${guid})`;
    default:
      return guid;
  }
}

/** The parts of .NET's date formats that file names and partition keys use. */
function formatDate(date: Date, format: string): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const parts: Record<string, string> = {
    yyyy: String(date.getUTCFullYear()),
    yy: two(date.getUTCFullYear() % 100),
    MM: two(date.getUTCMonth() + 1),
    dd: two(date.getUTCDate()),
    HH: two(date.getUTCHours()),
    mm: two(date.getUTCMinutes()),
    ss: two(date.getUTCSeconds()),
    fff: String(date.getUTCMilliseconds()).padStart(3, '0'),
  };
  return format.replace(/yyyy|yy|MM|dd|HH|mm|ss|fff/g, (part) => parts[part] ?? part);
}

/** A path such as `videos/{site}/{name}.mp4`, ready to be matched against the blobs of its container. */
export interface BlobPattern {
  readonly container: string;
  /** The values of the pattern's names, or undefined when the blob is not meant. Compared with case, as blobs are. */
  match(blobName: string): Readonly<Record<string, string>> | undefined;
}

/** Reads a blob trigger's path. Throws a HostError when there is no container, or the container is an expression. */
export function parseBlobPattern(path: string): BlobPattern {
  const slash = path.indexOf('/');
  const container = slash < 0 ? path : path.slice(0, slash);
  if (container === '' || /[{}]/.test(container)) {
    throw new HostError(
      `"${path}" is no blob trigger path: it must begin with a container's name, e.g. videos/{name}.`,
    );
  }
  const rest = slash < 0 ? '' : path.slice(slash + 1);
  if (rest === '') return { container, match: () => ({}) };
  const names: string[] = [];
  const pattern = parseTemplate(rest).map((token) => {
    if ('literal' in token) return token.literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(token.expression);
    // Each name takes as much as it can, slashes too, as in Azure.
    return '(.*)';
  });
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new HostError(`"${path}" names {${repeated}} twice.`);
  const expression = new RegExp(`^${pattern.join('')}$`, 's');
  return {
    container,
    match(blobName) {
      const found = expression.exec(blobName);
      return found ? Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ''])) : undefined;
    },
  };
}
