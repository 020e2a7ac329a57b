import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionDefinition } from '../functionDefinition.ts';
import type { TriggerEvent } from '../invoke.ts';

/** A request whose function is found and which may run it. */
export interface HttpCall {
  readonly definition: FunctionDefinition;
  readonly params: Readonly<Record<string, string>>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Absolute, as the function sees it. */
  readonly url: URL;
}

/** What every HTTP invocation has, whether its bodies are streamed or not. */
export function baseEvent(call: HttpCall): Pick<TriggerEvent, 'bindingData' | 'reason' | 'traceParent' | 'traceState'> {
  const { request, params, url } = call;
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    reason: `${request.method} ${url.pathname}`,
    traceParent: header('traceparent'),
    traceState: header('tracestate'),
    bindingData: { ...params, query: Object.fromEntries(url.searchParams), headers: request.headers },
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
