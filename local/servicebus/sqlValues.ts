/**
 * A value in a rule: whole numbers are bigint (64 bits), others number, as C# tells long from double.
 * Undefined is SQL's "unknown": what is not there, is null, or cannot be compared.
 */
export type Value = string | bigint | number | boolean | Date | undefined;
export type Truth = boolean | undefined;

type Comparison = '=' | '<>' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%';

const isNumber = (value: Value): value is bigint | number => typeof value === 'bigint' || typeof value === 'number';

/** Below, equal or above zero, as the first is to the second; undefined for what has no order. */
function order(left: Value, right: Value): number | undefined {
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  const alike = typeof left === 'string' && typeof right === 'string';
  if (alike || (isNumber(left) && isNumber(right))) return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
}

/** Unknown where a side is, or where the two are of kinds that cannot be compared. Text is compared by code unit. */
export function compare(operator: Comparison, left: Value, right: Value): Truth {
  const both = typeof left === 'boolean' && typeof right === 'boolean';
  if (both && ['=', '<>', '!='].includes(operator)) return (left === right) === (operator === '=');
  const difference = order(left, right);
  if (difference === undefined) return undefined;
  switch (operator) {
    case '=':
      return difference === 0;
    case '<>':
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

function whole(operator: Arithmetic, left: bigint, right: bigint): bigint | undefined {
  if (right === 0n && (operator === '/' || operator === '%')) return undefined;
  const results = {
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => left / right,
    '%': () => left % right,
  };
  return BigInt.asIntN(64, results[operator]());
}

function floating(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

/** As in C#: whole numbers stay whole, `+` joins text. Unknown for anything else, and for a division by whole zero. */
export function calculate(operator: Arithmetic, left: Value, right: Value): Value {
  if (typeof left === 'bigint' && typeof right === 'bigint') return whole(operator, left, right);
  if (isNumber(left) && isNumber(right)) return floating(operator, Number(left), Number(right));
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  return undefined;
}

/** Steps of a LIKE pattern: a character, any one, or any number of them. */
function stepsOf(pattern: string, escapes: string | undefined): (string | { any: 'one' | 'many' })[] {
  const steps: (string | { any: 'one' | 'many' })[] = [];
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === escapes && index + 1 < characters.length) {
      index += 1;
      steps.push(characters[index] ?? '');
    } else if (character === '%') steps.push({ any: 'many' });
    else if (character === '_') steps.push({ any: 'one' });
    else steps.push(character);
  }
  return steps;
}

/**
 * Whether a text is like a pattern with `%` and `_`; case counts. No regular expression: those of a pattern with many
 * `%` take time without bound.
 * @param escapes the character after which `%`, `_` and itself are meant as they are
 */
export function like(text: string, pattern: string, escapes?: string): boolean {
  const steps = stepsOf(pattern, escapes);
  const characters = [...text];
  let [at, step, retryAt, retryStep] = [0, 0, 0, -1];
  while (at < characters.length) {
    const wanted = steps[step];
    if (typeof wanted === 'object' && wanted.any === 'many') {
      [retryAt, retryStep] = [at, step];
      step += 1;
    } else if (wanted === characters[at] || (typeof wanted === 'object' && wanted.any === 'one')) {
      at += 1;
      step += 1;
    } else if (retryStep >= 0) {
      retryAt += 1;
      [at, step] = [retryAt, retryStep + 1];
    } else return false;
  }
  return steps.slice(step).every((rest) => typeof rest === 'object' && rest.any === 'many');
}
