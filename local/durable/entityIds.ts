/** Which entity: its function's name, in small letters, and its key. */
export interface EntityId {
  readonly name: string;
  readonly key: string;
}

const idCharsMax = 256;

/** `@name@key`, as the SDK writes it. */
export function schedulerId({ name, key }: EntityId): string {
  return `@${name.toLowerCase()}@${key}`;
}

/** The parts of `@name@key`; undefined for anything else. */
export function parseSchedulerId(text: string): EntityId | undefined {
  const [, name, key] = /^@([^@]+)@(.+)$/s.exec(text) ?? [];
  return name === undefined || key === undefined ? undefined : { name: name.toLowerCase(), key };
}

/** Says what is wrong with an entity's id, or undefined. */
export function entityIdFault({ name, key }: EntityId): string | undefined {
  const chars = schedulerId({ name, key }).length;
  if (chars > idCharsMax) return `An entity's id, @name@key, must not exceed ${idCharsMax} characters.`;
  if (/[/\\?#\p{Cc}]/u.test(key)) return "An entity's key must not contain /, \\, #, ?, or control characters.";
  return undefined;
}
