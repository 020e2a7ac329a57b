import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readSpans, type Span } from './otlp.ts';
import type { TracesShown } from './shown.ts';
import type { Spans } from './spans.ts';
import { PageError, type View } from './view.ts';

/** Of a body, also when unpacked; exporters send some hundred spans at once. */
const bodyBytesMax = 8 * 1024 * 1024;
/** Bodies that are read at the same time. */
const atOnceMax = 8;
/** A sender that says nothing for so long is let go. */
const silenceMilliseconds = 10_000;

/** The traces, the newest first, and the spans of the chosen one. */
export function tracesView(spans: Spans): View {
  return {
    async shows(query): Promise<TracesShown> {
      const traces = spans.traces().map((id) => summaryOf(id, spans.trace(id)));
      const chosen = query.get('id');
      return {
        traces: traces.sort((a, b) => b.at - a.at),
        spans:
          chosen === null
            ? []
            : spans
                .trace(chosen)
                .map((span) => ({ ...span, failure: span.failure ?? null, parentSpanId: span.parentSpanId ?? null })),
      };
    },
  };
}

/** What takes spans by OTLP over HTTP, as protobuf or JSON; what is told of metrics and logs is heard and left. */
export function createReceiver(spans: Spans) {
  let underWay = 0;
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    if (!/^\/v1\/(?:traces|metrics|logs)$/.test(path)) throw new PageError(404, 'Spans are sent to /v1/traces.');
    if (request.method !== 'POST') throw new PageError(405, 'Spans are posted.');
    if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax)
      throw new PageError(413, 'Too many spans at once.');
    // Whoever sends by OTLP tries again after this.
    if (underWay >= atOnceMax) throw new PageError(429, 'Too many send at once: try again in a second.');
    const type = request.headers['content-type'] ?? '';
    underWay += 1;
    request.setTimeout(silenceMilliseconds, () => request.destroy());
    try {
      const body = await buffer(bounded(request));
      if (path === '/v1/traces') spans.add(spansOf(await unpacked(body, request.headers['content-encoding']), type));
    } finally {
      underWay -= 1;
    }
    response.writeHead(200, { 'content-type': type.includes('json') ? 'application/json' : 'application/x-protobuf' });
    response.end(type.includes('json') ? '{}' : '');
  };
}

async function* bounded(request: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new PageError(413, 'Too many spans at once.');
    yield chunk;
  }
}

async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new PageError(415, `The encoding "${encoding}" is not known here: gzip is.`);
  try {
    return await promisify(gunzip)(body, { maxOutputLength: bodyBytesMax });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new PageError(413, 'Too many spans at once, when unpacked.');
    throw new PageError(400, 'The body is not gzip.');
  }
}

function spansOf(body: Buffer, type: string): Span[] {
  try {
    return readSpans(body, type);
  } catch (error) {
    throw new PageError(
      400,
      `These are no spans: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`,
    );
  }
}

function summaryOf(id: string, spans: readonly Span[]): TracesShown['traces'][number] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const root = spans.find(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId)) ?? spans[0];
  const at = Math.min(...spans.map(({ startMs }) => startMs));
  return {
    id,
    name: root?.name ?? '',
    at,
    milliseconds: Math.max(...spans.map(({ endMs }) => endMs)) - at,
    spans: spans.length,
    failures: spans.filter(({ failure }) => failure !== undefined).length,
  };
}
