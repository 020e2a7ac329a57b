/** A rule's SQL cannot be used; the message says where and why. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
}

/** The longest filter or action, in characters, as the service. */
const longestText = 1024;

export type Token =
  | { readonly kind: 'word' | 'symbol' | 'parameter'; readonly text: string; readonly at: number }
  /** A name in brackets or double quotes, which is never a keyword. */
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: bigint | number; readonly text: string; readonly at: number };

const largest = 2n ** 63n - 1n;
const patterns = [
  ['space', /\s+/y],
  ['string', /'((?:[^']|'')*)'/y],
  ['bracketed', /\[((?:[^\]]|\]\])+)\]/y],
  ['quoted', /"((?:[^"]|"")+)"/y],
  ['number', /(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?/y],
  ['parameter', /@[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['word', /\p{L}[\p{L}\p{Nd}_]*/uy],
  ['symbol', /<>|!=|>=|<=|[=<>+\-*/%(),.;]/y],
] as const;

function numberOf(text: string, at: number): bigint | number {
  if (/[.eE]/.test(text)) return Number(text);
  const value = BigInt(text);
  if (value > largest) throw new SqlError(`${text} at ${at} is larger than a 64-bit integer.`);
  return value;
}

/** The tokens of a filter or an action. @throws SqlError for what is too long or no token */
export function tokensOf(sql: string): Token[] {
  if (sql.length > longestText) {
    throw new SqlError(`A rule's expression has at most ${longestText} characters, this one ${sql.length}.`);
  }
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    let matched: { kind: (typeof patterns)[number][0]; whole: string; inner: string } | undefined;
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(sql);
      if (!match) continue;
      matched = { kind, whole: match[0], inner: match[1] ?? match[0] };
      break;
    }
    if (!matched) throw new SqlError(`"${sql.slice(at, at + 20)}" at ${at} cannot be read.`);
    const { kind, whole, inner } = matched;
    if (kind === 'string') tokens.push({ kind, text: inner.replaceAll("''", "'"), at });
    else if (kind === 'bracketed') tokens.push({ kind: 'name', text: inner.replaceAll(']]', ']'), at });
    else if (kind === 'quoted') tokens.push({ kind: 'name', text: inner.replaceAll('""', '"'), at });
    else if (kind === 'number') tokens.push({ kind, text: whole, value: numberOf(whole, at), at });
    else if (kind !== 'space') tokens.push({ kind, text: whole, at });
    at += whole.length;
  }
  return tokens;
}
