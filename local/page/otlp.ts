import protobuf from 'protobufjs';
import { z } from 'zod';

// What is read of opentelemetry/proto/trace/v1/trace.proto and what it uses; other fields are passed over.
const proto = `
syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
message Scope { string name = 1; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9; repeated Event events = 11; Status status = 15;
}
message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
message Status { string message = 2; int32 code = 3; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
    ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
`;
const requestType = protobuf.parse(proto).root.lookupType('Request');

/** What is kept of a text, in characters, and of a span's attributes and events: OpenTelemetry's own limits are lower. */
const textMax = 4000;
const listMax = 128;

const id = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[\\da-f]{${digits}}$`, 'i'))
    .toLowerCase();
const milliseconds = z.union([z.string().regex(/^\d+$/), z.number()]).transform((nano) => Number(nano) / 1e6);
const attributes = z
  .array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()).optional() }))
  .default([])
  .transform(
    (list): Record<string, unknown> =>
      Object.fromEntries(list.slice(0, listMax).map(({ key, value }) => [short(key), plain(value)])),
  );
const shortText = z.string().default('').transform(short);
const spanSchema = z.object({
  traceId: id(32),
  spanId: id(16),
  parentSpanId: z.union([z.literal(''), id(16)]).optional(),
  name: shortText,
  startTimeUnixNano: milliseconds,
  endTimeUnixNano: milliseconds,
  attributes,
  events: z
    .array(z.unknown())
    .default([])
    .transform((list) => list.slice(0, listMax))
    .pipe(z.array(z.object({ timeUnixNano: milliseconds, name: shortText, attributes }))),
  status: z.object({ code: z.number().default(0), message: shortText }).default({ code: 0, message: '' }),
});
const requestSchema = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes }).default({ attributes: {} }),
        scopeSpans: z
          .array(
            z.object({
              scope: z.object({ name: shortText }).default({ name: '' }),
              spans: z.array(spanSchema).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/** A span as the page keeps it; times in milliseconds since 1970. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly scope: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly failure: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly atMs: number;
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

/** The spans of an export request, as protobuf or JSON. @throws Error for what is neither. */
export function readSpans(body: Buffer, contentType: string): Span[] {
  const request = requestSchema.parse(
    contentType.includes('json') ? JSON.parse(body.toString('utf8')) : fromProtobuf(body),
  );
  return request.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map(
        (span): Span => ({
          traceId: span.traceId,
          spanId: span.spanId,
          parentSpanId: span.parentSpanId || undefined,
          service: String(resource.attributes['service.name'] ?? ''),
          scope: scope.name,
          name: span.name,
          startMs: span.startTimeUnixNano,
          endMs: span.endTimeUnixNano,
          failure: span.status.code === 2 ? span.status.message || 'failed' : undefined,
          attributes: span.attributes,
          events: span.events.map(({ timeUnixNano, name, attributes: of }) => ({
            atMs: timeUnixNano,
            name,
            attributes: of,
          })),
        }),
      ),
    ),
  );
}

/** As JSON has it: ids in hexadecimal digits, names of fields in camel case. */
function fromProtobuf(body: Buffer): unknown {
  const object = requestType.toObject(requestType.decode(body), { longs: String });
  return JSON.parse(
    JSON.stringify(object, (name, value: unknown) => {
      if (name === 'traceId' || name === 'spanId' || name === 'parentSpanId') return bytesOf(value).toString('hex');
      return value;
    }),
  );
}

/** Bytes; `Buffer` turns itself into an object before a replacer sees it. */
function bytesOf(value: unknown): Buffer {
  if (typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data))
    return Buffer.from(value.data);
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0);
}

/** The one value of an AnyValue, lists and maps by their JSON. */
function plain(value: Readonly<Record<string, unknown>> | undefined): unknown {
  const [[kind, inner] = []] = Object.entries(value ?? {});
  if (kind === 'intValue') return Number(inner);
  if (typeof inner === 'string') return short(inner);
  return typeof inner === 'object' && inner !== null ? short(JSON.stringify(inner)) : inner;
}

/** The beginning of a long text, as a text of its own: a slice would hold the whole body that it was cut from. */
function short(text: string): string {
  return text.length <= textMax ? text : Buffer.from(text.slice(0, textMax)).toString();
}
