import { describe, expect, it } from 'vitest';
import { createFrameGuard } from '../../../servicebus/frameGuard.ts';
import { amqp, encodeValue } from '../../../servicebus/rheaTypes.ts';
import { elementsOf, mapOf, skipValue } from '../../../servicebus/wire.ts';

describe('an AMQP value', () => {
  it.each([
    null,
    true,
    300,
    1.5,
    'text',
    'x'.repeat(300),
    Buffer.alloc(300),
    new Date(0),
    [1, 'a', [null]],
    { a: { b: [1] } },
    amqp.wrap_array([1, 2], 0x81, undefined),
    amqp.wrap_described([1], 'amqp:test:list'),
  ])('ends where the next begins: %j', (value) => {
    const encoded = encodeValue(value);
    expect(skipValue(Buffer.concat([encoded, Buffer.from([0x40])]), 0)).toBe(encoded.length);
    expect(() => skipValue(encoded.subarray(0, -1), 0)).toThrow(/past its end|does not end/);
  });

  it('that claims more elements than it has bytes for is refused before anything is allocated', () => {
    const fourBillionNulls = Buffer.from([0xf0, 0, 0, 0, 5, 0xff, 0xff, 0xff, 0xff, 0x40]);
    expect(() => skipValue(fourBillionNulls, 0)).toThrow(/claims 4294967295 elements/);
  });

  it('that is longer than its elements is refused', () => {
    expect(() => skipValue(Buffer.from([0xc0, 3, 1, 0x40, 0x40]), 0)).toThrow(/does not end where it says/);
  });

  it('that is nested without end is refused before the stack is', () => {
    expect(() => skipValue(Buffer.alloc(60_000), 0)).toThrow(/nested deeper/);
    const lists = Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], null);
    expect(() => skipValue(encodeValue(lists), 0)).toThrow(/nested deeper/);
  });

  it('of a type that does not exist is refused', () => {
    expect(() => skipValue(Buffer.from([0x10]), 0)).toThrow(/no AMQP type/);
  });

  it('that is a map is taken apart and put together again', () => {
    const map = encodeValue({ a: 1, b: 'two' });
    expect(elementsOf(mapOf(elementsOf(map)))).toEqual(elementsOf(map));
    expect(() => elementsOf(encodeValue('text'))).toThrow(/expected a list or map/);
  });
});

describe('the frame guard', () => {
  const header = Buffer.from([...Buffer.from('AMQP'), 0, 1, 0, 0]);
  const frame = (content: Buffer) => {
    const head = Buffer.from([0, 0, 0, 0, 2, 0, 0, 0]);
    head.writeUInt32BE(8 + content.length);
    return Buffer.concat([head, content]);
  };
  const good = Buffer.concat([header, frame(encodeValue(amqp.wrap_described(['id'], 0x10))), frame(Buffer.alloc(0))]);

  it('lets honest frames pass, however they are cut into chunks', () => {
    for (const size of [1, 3, 7, good.length]) {
      const guard = createFrameGuard(512);
      for (let at = 0; at < good.length; at += size) guard(good.subarray(at, at + size));
    }
  });

  it.each([
    ['longer than announced', Buffer.from([0, 0, 2, 1, 2, 0, 0, 0]), /frame of 513 bytes/],
    ['shorter than a frame can be', Buffer.from([0, 0, 0, 3, 2, 0, 0, 0]), /frame of 3 bytes/],
    ['whose data starts behind its end', Buffer.from([0, 0, 0, 8, 9, 0, 0, 0]), /data at 36/],
    ['with a list that lies', frame(Buffer.from([0xc0, 2, 200, 0x40])), /claims 200 elements/],
  ])('stops a frame %s', (_, bytes, reason) => {
    const guard = createFrameGuard(512);
    guard(good);
    expect(() => guard(bytes)).toThrow(reason);
  });

  it('needs no memory for a frame that never comes', () => {
    expect(() => createFrameGuard(512)(Buffer.from([0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0]))).toThrow(/4294967295/);
  });
});
