import { type MessageContent, pairsOf, propertyFieldsOf } from './message.ts';
import { decodeValue } from './rheaTypes.ts';
import type { Value } from './sqlValues.ts';

/** A message as a rule sees it. */
export interface RuleMessage {
  /** A property of the sender's own, whatever the case of its name. */
  readonly user: (name: string) => Value;
  /** Whether there is one, be it null. */
  readonly has: (name: string) => boolean;
  readonly system: (property: SystemProperty) => Value;
}

/** The place of each property that rules may name in AMQP's properties section. */
export const systemProperties = {
  MessageId: 0,
  To: 2,
  Label: 3,
  ReplyTo: 4,
  CorrelationId: 5,
  ContentType: 6,
  SessionId: 10,
  ReplyToSessionId: 12,
} as const;
export type SystemProperty = keyof typeof systemProperties;

/** Label's name since 2021. */
const otherNames: Readonly<Record<string, SystemProperty>> = { subject: 'Label' };

/** The system property of that name, in any case; undefined when rules do not know it. */
export function systemPropertyOf(name: string): SystemProperty | undefined {
  const known = Object.keys(systemProperties) as SystemProperty[];
  const lower = name.toLowerCase();
  return otherNames[lower] ?? known.find((property) => property.toLowerCase() === lower);
}

const floatingCodes: ReadonlySet<number | undefined> = new Set([0x72, 0x82]);
const longCode = 0x81;

/** The value of an encoded property; undefined for null and for what rules cannot compare. */
function readValue(encoded: Buffer): Value {
  // rhea gives longs beyond 2^53 as bytes.
  if (encoded[0] === longCode) return encoded.readBigInt64BE(1);
  const value = decodeValue(encoded);
  if (typeof value === 'number') {
    return floatingCodes.has(encoded[0]) || !Number.isInteger(value) ? value : BigInt(value);
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value instanceof Date) return value;
  return undefined;
}

/** Reads a message for rules, each part at its first use. */
export function ruleMessageOf(content: MessageContent): RuleMessage {
  let own: Map<string, Buffer> | undefined;
  const user = () => {
    own ??= new Map(
      pairsOf(content.applicationProperties).map(({ key, encoded }) => [key.toLowerCase(), encoded[1]] as const),
    );
    return own;
  };
  let fields: readonly Buffer[] | undefined;
  return {
    user: (name) => {
      const encoded = user().get(name.toLowerCase());
      return encoded && readValue(encoded);
    },
    has: (name) => user().has(name.toLowerCase()),
    system: (property) => {
      fields ??= propertyFieldsOf(content);
      const encoded = fields[systemProperties[property]];
      return encoded && readValue(encoded);
    },
  };
}
