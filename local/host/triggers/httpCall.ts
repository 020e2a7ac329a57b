import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { TriggerEvent } from '../invoke.ts';
import { toTypedData } from '../typedData.ts';

/** A request whose function is found and which may run it. */
export interface HttpCall {
  readonly definition: FunctionDefinition;
  readonly params: Readonly<Record<string, string>>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Absolute, as the function sees it. */
  readonly url: URL;
}

type BaseEvent = Pick<TriggerEvent, 'bindingData' | 'metadata' | 'reason' | 'traceParent' | 'traceState'>;

/**
 * What every HTTP invocation has, whether its bodies are streamed or not. Other bindings can name what is in the path,
 * the query and, where it has been read, the JSON body; the path goes before the query, and that before the body.
 */
export function baseEvent(call: HttpCall, body: Readonly<Record<string, unknown>> = {}): BaseEvent {
  const { request, params, url } = call;
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const query = Object.fromEntries(url.searchParams);
  const named = { ...body, ...query, ...params };
  const metadata = { ...named, Query: query, Headers: headersOf(request) };
  return {
    reason: `${request.method} ${url.pathname}`,
    traceParent: header('traceparent'),
    traceState: header('tracestate'),
    bindingData: { ...named, query, headers: request.headers },
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, toTypedData(value)])),
  };
}

/** The headers as the function sees them: one text each. */
export function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
