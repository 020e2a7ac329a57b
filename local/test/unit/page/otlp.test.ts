import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { readSpans } from '../../../page/otlp.ts';

// Numbers of fields as opentelemetry/proto/trace/v1/trace.proto has them.
function protobufRequest(): Buffer {
  const { Writer } = protobuf;
  const attribute = Writer.create().uint32(10).string('faas.name').uint32(18).fork().uint32(10).string('bake').ldelim();
  const span = Writer.create();
  span.uint32(10).bytes(Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex'));
  span.uint32(18).bytes(Buffer.from('b7ad6b7169203331', 'hex'));
  span.uint32(42).string('bake');
  span.uint32(57).fixed64(1_000_000_000).uint32(65).fixed64(3_000_000_000);
  span.uint32(74).bytes(attribute.finish());
  const scope = Writer.create().uint32(18).bytes(span.finish()).finish();
  const resource = Writer.create().uint32(18).bytes(scope).finish();
  return Buffer.from(Writer.create().uint32(10).bytes(resource).finish());
}

test('a span is read from protobuf as from JSON', () => {
  const [span] = readSpans(protobufRequest(), 'application/x-protobuf');
  expect(span).toMatchObject({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: undefined,
    name: 'bake',
    startMs: 1000,
    endMs: 3000,
    attributes: { 'faas.name': 'bake' },
  });
});

test('what is no request of spans is refused', () => {
  expect(() => readSpans(Buffer.from('{"resourceSpans":3}'), 'application/json')).toThrow();
  expect(() => readSpans(Buffer.from([255, 255, 255]), 'application/x-protobuf')).toThrow();
});
