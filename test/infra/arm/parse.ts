/** An expression of a template, between its square brackets. */
export type Expression =
  | { kind: 'value'; value: string | number }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'member'; of: Expression; name: Expression };

const token = /\s*(?:'((?:[^']|'')*)'|(-?\d+)|([A-Za-z_][\w.]*)|([()[\].,]))/y;

/** Parses what stands between the brackets of "[...]". @throws Error that quotes it. */
export function parse(text: string): Expression {
  token.lastIndex = 0;
  let ahead = next();
  const expression = expressionAt();
  if (ahead !== null) throw new Error(`Not an expression: ${text}`);
  return expression;

  function next() {
    if (token.lastIndex >= text.length) return null;
    const found = token.exec(text);
    if (found === null) throw new Error(`Not an expression: ${text}`);
    return found;
  }

  function take(mark: string): void {
    if (ahead?.[4] !== mark) throw new Error(`Expected ${mark} in ${text}`);
    ahead = next();
  }

  function expressionAt(): Expression {
    const here = ahead;
    if (here === null) throw new Error(`Ends too early: ${text}`);
    ahead = next();
    if (here[1] !== undefined) return { kind: 'value', value: here[1].replaceAll("''", "'") };
    if (here[2] !== undefined) return { kind: 'value', value: Number(here[2]) };
    if (here[3] === undefined) throw new Error(`Not an expression: ${text}`);
    return members({ kind: 'call', name: here[3], args: listTo(')') });
  }

  function listTo(end: string): Expression[] {
    take('(');
    const items: Expression[] = [];
    while (ahead?.[4] !== end) {
      items.push(expressionAt());
      if (ahead?.[4] === ',') take(',');
    }
    take(end);
    return items;
  }

  function members(of: Expression): Expression {
    if (ahead?.[4] === '.') {
      // The name of a member may have taken the next dots with it: `a().b.c` is read as `b.c`.
      ahead = next();
      const names = ahead?.[3]?.split('.') ?? [];
      if (names.length === 0) throw new Error(`A member has no name: ${text}`);
      ahead = next();
      return members(
        names.reduce<Expression>(
          (inner, name) => ({ kind: 'member', of: inner, name: { kind: 'value', value: name } }),
          of,
        ),
      );
    }
    if (ahead?.[4] !== '[') return of;
    take('[');
    const name = expressionAt();
    take(']');
    return members({ kind: 'member', of, name });
  }
}
