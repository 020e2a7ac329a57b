import { HostError } from './errors.ts';

/** Whether a decoded value of a route's parameter is acceptable. */
export type Constraint = (value: string) => boolean;

const guid = /^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)$/;

const plain: Readonly<Record<string, Constraint>> = {
  int: (value) => isWhole(value, -(2n ** 31n), 2n ** 31n - 1n),
  long: (value) => isWhole(value, -(2n ** 63n), 2n ** 63n - 1n),
  bool: (value) => /^(true|false)$/i.test(value),
  guid: (value) => guid.test(value),
  decimal: (value) => decimal.test(value),
  float: (value) => isNumber(value),
  double: (value) => isNumber(value),
  datetime: (value) => !Number.isNaN(Date.parse(value)),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
};

const withArguments: Readonly<
  Record<string, { count: readonly number[]; make: (...numbers: number[]) => Constraint }>
> = {
  min: {
    count: [1],
    make:
      (least = 0) =>
      (value) =>
        isNumeric(value) && Number(value) >= least,
  },
  max: {
    count: [1],
    make:
      (most = 0) =>
      (value) =>
        isNumeric(value) && Number(value) <= most,
  },
  range: {
    count: [2],
    make:
      (least = 0, most = 0) =>
      (value) =>
        isNumeric(value) && Number(value) >= least && Number(value) <= most,
  },
  minlength: {
    count: [1],
    make:
      (least = 0) =>
      (value) =>
        value.length >= least,
  },
  maxlength: {
    count: [1],
    make:
      (most = 0) =>
      (value) =>
        value.length <= most,
  },
  length: {
    count: [1, 2],
    make:
      (least = 0, most = least) =>
      (value) =>
        value.length >= least && value.length <= most,
  },
};

/** Reads one constraint as routes write it: `int`, `min(1)`, `regex(^a+$)`. Throws a HostError for an unknown one. */
export function parseConstraint(text: string, route: string): Constraint {
  const [, name = '', inner] = /^([a-z]+)(?:\((.*)\))?$/is.exec(text) ?? [];
  const key = name.toLowerCase();
  if (key === 'regex' && inner !== undefined) return regex(inner, route);
  const simple = Object.hasOwn(plain, key) ? plain[key] : undefined;
  if (simple && inner === undefined) return simple;
  const numeric = Object.hasOwn(withArguments, key) ? withArguments[key] : undefined;
  if (numeric && inner !== undefined) {
    const numbers = inner.split(',').map((part) => (/^\s*-?\d+\s*$/.test(part) ? Number(part) : Number.NaN));
    if (numeric.count.includes(numbers.length) && numbers.every(Number.isSafeInteger)) return numeric.make(...numbers);
  }
  const known = [...Object.keys(plain), ...Object.keys(withArguments).map((each) => `${each}(…)`), 'regex(…)'].join(
    ', ',
  );
  throw new HostError(`The route "${route}" has the constraint "${text}", which this host does not know: ${known}.`);
}

function regex(pattern: string, route: string): Constraint {
  try {
    const expression = new RegExp(pattern, 'i');
    return (value) => expression.test(value);
  } catch {
    throw new HostError(`The route "${route}" has the constraint regex(${pattern}), which is no regular expression.`);
  }
}

function isNumeric(value: string): boolean {
  return /^[+-]?\d{1,19}$/.test(value);
}

function isWhole(value: string, least: bigint, most: bigint): boolean {
  if (!isNumeric(value)) return false;
  const whole = BigInt(value.replace('+', ''));
  return whole >= least && whole <= most;
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}
