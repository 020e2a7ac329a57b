import { randomUUID } from 'node:crypto';
import type { Typed } from 'rhea';
import { AmqpFailure } from './failure.ts';
import { amqp, decodeValue, encodeValue } from './rheaTypes.ts';
import { elementsOf, listOf, mapOf, skipValue, WireError } from './wire.ts';

/** What a message says, as its sender encoded it: nothing is decoded and encoded again, so no type is lost. */
export interface MessageContent {
  /** An encoded map. */
  readonly annotations: Buffer;
  /** The whole properties section; it always has a message id. */
  readonly properties: Buffer;
  /** An encoded map. */
  readonly applicationProperties: Buffer;
  /** The body sections and the footer. */
  readonly body: Buffer;
}

/** A message that a client sent, with what the broker must know of it. Times are epoch milliseconds. */
export interface InboundMessage {
  readonly content: MessageContent;
  /** The message id with its type, for finding duplicates. */
  readonly duplicateKey: string | undefined;
  readonly timeToLiveMs: number | undefined;
  readonly scheduledFor: number | undefined;
  readonly durable: boolean;
  readonly priority: number;
}

/** What the broker adds to a message when it hands it out. */
export interface DeliveryFacts {
  readonly durable: boolean;
  readonly priority: number;
  readonly timeToLiveMs: number | null;
  readonly deliveryCount: number;
  readonly annotations: Readonly<Record<string, Typed>>;
}

const sections = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  sequence: 0x76,
  value: 0x77,
  footer: 0x78,
} as const;

const symbolicSections: Readonly<Record<string, number>> = {
  'amqp:header:list': sections.header,
  'amqp:delivery-annotations:map': sections.deliveryAnnotations,
  'amqp:message-annotations:map': sections.messageAnnotations,
  'amqp:properties:list': sections.properties,
  'amqp:application-properties:map': sections.applicationProperties,
  'amqp:data:binary': sections.data,
  'amqp:amqp-sequence:list': sections.sequence,
  'amqp:value:*': sections.value,
  'amqp:footer:map': sections.footer,
};

/** The broker alone sets these: what a sender claims under them (a resent message does) is left out. */
const ownAnnotations: ReadonlySet<string> = new Set([
  'x-opt-sequence-number',
  'x-opt-enqueue-sequence-number',
  'x-opt-enqueued-time',
  'x-opt-locked-until',
  'x-opt-message-state',
  'x-opt-deadletter-source',
]);

const largestUint = 0xffff_ffff;
const emptyMap = mapOf([]);

interface Section {
  readonly code: number;
  readonly whole: Buffer;
  readonly value: Buffer;
}

function section(code: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x00, 0x53, code]), value]);
}

function sectionsOf(raw: Buffer): Section[] {
  const found: Section[] = [];
  for (let offset = 0; offset < raw.length; ) {
    if (raw[offset] !== 0) throw new WireError('a message section has no descriptor');
    const valueAt = skipValue(raw, offset + 1);
    const end = skipValue(raw, offset);
    const descriptor = decodeValue(raw.subarray(offset + 1, valueAt));
    const code = typeof descriptor === 'string' ? symbolicSections[descriptor] : descriptor;
    if (typeof code !== 'number' || code < sections.header || code > sections.footer) {
      throw new WireError(`${String(descriptor)} is no message section`);
    }
    found.push({ code, whole: raw.subarray(offset, end), value: raw.subarray(valueAt, end) });
    offset = end;
  }
  return found;
}

function one(found: readonly Section[], code: number): Section | undefined {
  const [section, ...others] = found.filter((candidate) => candidate.code === code);
  if (others.length > 0) throw new WireError(`a message has section 0x${code.toString(16)} twice`);
  return section;
}

/** The decoded field of a list section; undefined when it is null or left out. */
function fieldOf(list: readonly Buffer[], index: number): unknown {
  const encoded = list[index];
  return encoded === undefined ? undefined : (decodeValue(encoded) ?? undefined);
}

function millisecondsOf(value: unknown): number | undefined {
  const milliseconds = value instanceof Date ? value.getTime() : value;
  return typeof milliseconds === 'number' && Number.isFinite(milliseconds) ? milliseconds : undefined;
}

function duplicateKeyOf(id: unknown): string | undefined {
  if (id === undefined) return undefined;
  if (Buffer.isBuffer(id)) return `binary:${id.toString('hex')}`;
  if (typeof id === 'string' || typeof id === 'number') return `${typeof id}:${id}`;
  throw new WireError('a message id is neither text, number, uuid nor binary');
}

/** An encoded map's pairs; keys come decoded, values as encoded. @throws WireError */
export function pairsOf(map: Buffer): { key: string; encoded: [Buffer, Buffer] }[] {
  const elements = elementsOf(map);
  const pairs: { key: string; encoded: [Buffer, Buffer] }[] = [];
  for (let index = 0; index < elements.length; index += 2) {
    const [key, value] = [elements[index], elements[index + 1]];
    if (key && value) pairs.push({ key: String(decodeValue(key)), encoded: [key, value] });
  }
  return pairs;
}

function timeToLiveOf(header: readonly Buffer[], properties: readonly Buffer[]): number | undefined {
  // A header carries 32 bits only: senders that want longer say so with creation and expiry.
  const [expiry, creation] = [millisecondsOf(fieldOf(properties, 8)), millisecondsOf(fieldOf(properties, 9))];
  if (expiry !== undefined && creation !== undefined) return Math.max(0, expiry - creation);
  return millisecondsOf(fieldOf(header, 2));
}

/** The properties section with a message id: a message without one gets one, as the service does; the SDKs rely on it. */
function withMessageId(properties: Section | undefined, fields: readonly Buffer[]): Buffer {
  if (properties && fieldOf(fields, 0) !== undefined) return properties.whole;
  const id = encodeValue(randomUUID().replaceAll('-', ''));
  return section(sections.properties, listOf([id, ...fields.slice(1)]));
}

function read(raw: Buffer): InboundMessage {
  const found = sectionsOf(raw);
  const properties = one(found, sections.properties);
  const header = one(found, sections.header);
  const headerFields = header ? elementsOf(header.value) : [];
  const propertyFields = properties ? elementsOf(properties.value) : [];
  const annotations = pairsOf(one(found, sections.messageAnnotations)?.value ?? emptyMap);
  const scheduled = annotations.find(({ key }) => key === 'x-opt-scheduled-enqueue-time');
  const applicationProperties = one(found, sections.applicationProperties)?.value ?? emptyMap;
  // Read once here, so that a map that cannot be read is refused now and not when its message is dead-lettered.
  pairsOf(applicationProperties);
  const priority = fieldOf(headerFields, 1);
  return {
    content: {
      annotations: mapOf(annotations.filter(({ key }) => !ownAnnotations.has(key)).flatMap(({ encoded }) => encoded)),
      properties: withMessageId(properties, propertyFields),
      applicationProperties,
      body: Buffer.concat(found.filter(({ code }) => code >= sections.data).map(({ whole }) => whole)),
    },
    duplicateKey: duplicateKeyOf(fieldOf(propertyFields, 0)),
    timeToLiveMs: timeToLiveOf(headerFields, propertyFields),
    scheduledFor: scheduled && millisecondsOf(decodeValue(scheduled.encoded[1])),
    durable: fieldOf(headerFields, 0) === true,
    priority: typeof priority === 'number' ? priority : 4,
  };
}

function refusing<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof WireError) throw new AmqpFailure('amqp:decode-error', `Not an AMQP message: ${error.message}`);
    throw error;
  }
}

/** @throws AmqpFailure amqp:decode-error */
export function readMessage(raw: Buffer): InboundMessage {
  return refusing(() => read(raw));
}

/** Finds the first byte of a message that is no sound AMQP encoding. @throws AmqpFailure amqp:decode-error */
export function checkEncoding(raw: Buffer): void {
  refusing(() => sectionsOf(raw));
}

/** The messages of a batch: an envelope whose every data section is a whole message. @throws AmqpFailure */
export function readBatch(raw: Buffer): InboundMessage[] {
  return refusing(() =>
    sectionsOf(raw)
      .filter(({ code }) => code === sections.data)
      .map(({ value }) => {
        const inner = decodeValue(value);
        if (!Buffer.isBuffer(inner)) throw new WireError('a batch holds something other than messages');
        return read(inner);
      }),
  );
}

/** The content with these application properties set, whatever they were before; undefined values are left out. */
export function withProperties(content: MessageContent, changes: Readonly<Record<string, unknown>>): MessageContent {
  const set = Object.entries(changes).filter(([, value]) => value !== undefined);
  const names = new Set(set.map(([name]) => name));
  const kept = pairsOf(content.applicationProperties).filter(({ key }) => !names.has(key));
  return {
    ...content,
    applicationProperties: mapOf([
      ...kept.flatMap(({ encoded }) => encoded),
      ...set.flatMap(([name, value]) => [encodeValue(name), encodeValue(value)]),
    ]),
  };
}

/** The encoded fields of the properties section, in AMQP's order. */
export function propertyFieldsOf({ properties }: MessageContent): Buffer[] {
  const [found] = sectionsOf(properties);
  return found ? elementsOf(found.value) : [];
}

/** The session that a message says it belongs to. */
export function sessionIdOf(content: MessageContent): string | undefined {
  const value = fieldOf(propertyFieldsOf(content), 10);
  return typeof value === 'string' ? value : undefined;
}

/** The content without these application properties. */
export function withoutProperty(content: MessageContent, name: string): MessageContent {
  const kept = pairsOf(content.applicationProperties).filter(({ key }) => key.toLowerCase() !== name.toLowerCase());
  return { ...content, applicationProperties: mapOf(kept.flatMap(({ encoded }) => encoded)) };
}

/** The content with one field of its properties section set, or taken out by an undefined value. */
export function withPropertyField(content: MessageContent, index: number, value: unknown): MessageContent {
  const fields = propertyFieldsOf(content);
  while (fields.length <= index) fields.push(encodeValue(null));
  fields[index] = encodeValue(value ?? null);
  return { ...content, properties: section(sections.properties, listOf(fields)) };
}

/** The bytes that a receiver gets. */
export function encodeDelivery(content: MessageContent, facts: DeliveryFacts): Buffer {
  const { timeToLiveMs } = facts;
  const header = amqp.wrap_list([
    amqp.wrap_boolean(facts.durable),
    amqp.wrap_ubyte(facts.priority),
    timeToLiveMs === null || timeToLiveMs > largestUint ? null : amqp.wrap_uint(timeToLiveMs),
    amqp.wrap_boolean(false),
    amqp.wrap_uint(facts.deliveryCount),
  ]);
  const own = Object.entries(facts.annotations).flatMap(([name, value]) => [
    encodeValue(amqp.wrap_symbol(name)),
    encodeValue(value),
  ]);
  return Buffer.concat([
    section(sections.header, encodeValue(header)),
    section(sections.messageAnnotations, mapOf([...elementsOf(content.annotations), ...own])),
    content.properties,
    section(sections.applicationProperties, content.applicationProperties),
    content.body,
  ]);
}
