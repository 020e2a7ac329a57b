import rhea from 'rhea';
import { describe, expect, it } from 'vitest';
import { AmqpFailure } from '../../../servicebus/failure.ts';
import {
  encodeDelivery,
  type MessageContent,
  readBatch,
  readMessage,
  withProperties,
} from '../../../servicebus/message.ts';
import { amqp } from '../../../servicebus/rheaTypes.ts';

const facts = { durable: false, priority: 4, timeToLiveMs: null, deliveryCount: 2, annotations: {} };
const decode = (content: MessageContent, annotations = {}) =>
  rhea.message.decode(encodeDelivery(content, { ...facts, annotations }));
const body = rhea.message.data_section(Buffer.from('{}'));

describe('a message passed on', () => {
  it('has every type as its sender encoded it, where decoding and encoding again would change some', () => {
    const properties = {
      double: amqp.wrap_double(1),
      long: amqp.wrap_long(5),
      uuid: amqp.wrap_uuid(Buffer.alloc(16, 7)),
      byte: amqp.wrap_byte(-3),
      text: 'ä',
    };
    const raw = rhea.message.encode({ body, application_properties: properties, message_id: 'm' });
    const encoded = encodeDelivery(readMessage(raw).content, facts);
    const section = rhea.message.encode({ body: null, application_properties: properties });
    const map = section.subarray(section.indexOf('double') - 2, section.indexOf('ä') + 2);
    expect(encoded.includes(map)).toBe(true);
  });

  it("has the broker's annotations in place of any that the sender claims under the same names", () => {
    const raw = rhea.message.encode({
      body,
      message_annotations: { 'x-opt-sequence-number': 99, 'x-opt-partition-key': 'k', own: 'yes' },
    });
    const annotations = { 'x-opt-sequence-number': amqp.wrap_long(3) };
    const encoded = encodeDelivery(readMessage(raw).content, { ...facts, annotations });
    expect(encoded.toString('latin1').match(/x-opt-sequence-number/g)).toHaveLength(1);
    const message = rhea.message.decode(encoded);
    expect(message.message_annotations).toEqual({ 'x-opt-sequence-number': 3, 'x-opt-partition-key': 'k', own: 'yes' });
    expect(message.delivery_count).toBe(2);
  });

  it('keeps its id and gets one when it has none', () => {
    const raw = (id?: string) => rhea.message.encode({ body, subject: 's', ...(id && { message_id: id }) });
    expect(decode(readMessage(raw('mine')).content)).toMatchObject({ message_id: 'mine', subject: 's' });
    const { message_id, subject } = decode(readMessage(raw()).content);
    expect(message_id).toMatch(/^[0-9a-f]{32}$/);
    expect(subject).toBe('s');
    expect(readMessage(raw()).duplicateKey).toBeUndefined();
  });

  it('takes its time to live from creation and expiry where the header cannot hold it', () => {
    const longMs = 50 * 86_400_000;
    const creation_time = new Date(1_800_000_000_000);
    const absolute_expiry_time = new Date(creation_time.getTime() + longMs);
    const raw = rhea.message.encode({ body, ttl: 0xffff_ffff, creation_time, absolute_expiry_time });
    expect(readMessage(raw).timeToLiveMs).toBe(longMs);
    expect(readMessage(rhea.message.encode({ body, ttl: 1500 })).timeToLiveMs).toBe(1500);
    expect(readMessage(rhea.message.encode({ body })).timeToLiveMs).toBeUndefined();
  });

  it('gets properties set or replaced, and keeps the others', () => {
    const raw = rhea.message.encode({ body, application_properties: { a: 1, b: 'old' } });
    const changed = withProperties(readMessage(raw).content, { b: 'new', c: true, d: undefined });
    expect(decode(changed).application_properties).toEqual({ a: 1, b: 'new', c: true });
  });
});

describe('a batch', () => {
  it('is the messages in its data sections', () => {
    const inner = ['a', 'b'].map((id) => rhea.message.encode({ body, message_id: id }));
    const raw = rhea.message.encode({ body: rhea.message.data_sections(inner), message_id: 'envelope' });
    expect(readBatch(raw).map(({ duplicateKey }) => duplicateKey)).toEqual(['string:a', 'string:b']);
  });

  it('with something broken in it is refused as a whole', () => {
    const inner = [rhea.message.encode({ body }), Buffer.from('not a message')];
    const raw = rhea.message.encode({ body: rhea.message.data_sections(inner) });
    expect(() => readBatch(raw)).toThrow(/Not an AMQP message/);
  });
});

describe('bytes that are no message', () => {
  const whole = rhea.message.encode({ body, message_id: 'm', application_properties: { a: 1 } });
  it.each([
    ['text', Buffer.from('hello')],
    ['a section that does not exist', Buffer.from([0x00, 0x53, 0x11, 0x45])],
    ['a value without a descriptor', Buffer.from([0x45])],
    ['two headers', Buffer.concat([Buffer.from([0x00, 0x53, 0x70, 0x45]), Buffer.from([0x00, 0x53, 0x70, 0x45])])],
    ['properties that are a string', Buffer.from([0x00, 0x53, 0x73, 0xa1, 0x01, 0x61])],
  ])('are refused: %s', (_, raw) => {
    expect(() => readMessage(raw)).toThrow(expect.objectContaining({ condition: 'amqp:decode-error' }));
  });

  it('are refused when a message is cut off inside a section, wherever', () => {
    const boundaries = new Set<number>();
    for (let length = 1; length < whole.length; length += 1) {
      try {
        readMessage(whole.subarray(0, length));
        boundaries.add(length);
      } catch (error) {
        expect(error).toMatchObject({ condition: 'amqp:decode-error' });
      }
    }
    // header, properties and application properties end there: what follows is optional to a reader.
    expect(boundaries.size).toBe(3);
  });

  it('never get past the reader as anything but a message or a refusal', () => {
    let state = 12_345;
    const random = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state / 2 ** 32;
    };
    let refused = 0;
    for (let round = 0; round < 3000; round += 1) {
      const raw = Buffer.from(whole);
      for (let change = 0; change < 3; change += 1) raw[Math.floor(random() * raw.length)] = Math.floor(random() * 256);
      try {
        decode(withProperties(readMessage(raw).content, { added: 1 }));
      } catch (error) {
        if (!(error instanceof AmqpFailure)) throw error;
        expect(error).toMatchObject({ name: 'AmqpFailure', condition: 'amqp:decode-error' });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
