import { randomUUID } from 'node:crypto';
import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream/promises';
import { InvocationTimeout, type Invoker } from '../invoke.ts';
import { baseEvent, type HttpCall } from './httpCall.ts';
import { type Pace, pacedResult } from './httpPace.ts';

/** Passes requests to the HTTP server that `@azure/functions` opens for itself when the app streams its bodies. */
export interface StreamProxy {
  /** Runs the function and pipes both bodies. Rejects when the library's server cannot be reached or fails midway. */
  run(call: HttpCall, invoker: Invoker): Promise<void>;
  close(): void;
}

const invocationHeader = 'x-ms-invocation-id';

/** These belong to one connection, not to the message. */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer']);

/** Bytes of an answer that the function may be ahead of its caller. */
const aheadLimit = 1_048_576;

/**
 * A connection for each call. The library's server closes idle ones after five seconds, and on a busy machine a request
 * was now and then sent on one that it had just closed: answered 500, though nothing had failed. It is asked to keep
 * them all the same, else it would close one in the middle of a body of which it has read enough to answer.
 */
class AgentOfOneUse extends Agent {
  override keepSocketAlive(): boolean {
    return false;
  }
}

export function createStreamProxy(httpUri: string): StreamProxy {
  const target = new URL(httpUri);
  const agent = new AgentOfOneUse({ keepAlive: true });

  async function run(call: HttpCall, invoker: Invoker): Promise<void> {
    const { request, response, url } = call;
    const invocationId = randomUUID();
    const proxied = httpRequest({
      agent,
      // The library says "localhost"; the address spares a name look-up for each request.
      host: target.hostname === 'localhost' ? '127.0.0.1' : target.hostname,
      port: target.port,
      method: request.method,
      path: url.pathname + url.search,
      headers: {
        ...forwardable(request),
        [invocationHeader]: invocationId,
        'x-forwarded-host': url.host,
        'x-forwarded-proto': 'http',
      },
    });
    const pace: Pace = { sent: 0, limit: aheadLimit, gone: false, wake: () => undefined };
    let begun = false;
    proxied.once('response', () => {
      begun = true;
    });
    const answered = passBack(proxied, response, pace);
    response.on('close', () => {
      pace.gone = true;
      pace.wake();
      if (!response.writableFinished) proxied.destroy(new Error('The caller left before the answer was complete.'));
    });
    // Not a pipeline: when the library's server fails, the caller's connection has to live on for the answer.
    request.pipe(proxied);
    const invoked = invoker.invoke(call.definition, {
      ...baseEvent(call),
      invocationId,
      data: { http: {} },
      streaming: {
        adapt: (result) => (result === undefined || result === null ? { status: 204 } : pacedResult(result, pace)),
        onFailure: { status: 500 },
        abandon: (reason) => proxied.destroy(reason),
      },
    });
    // The invoker has logged the failure. The library answers what its handler threw; for a hook, a binding, or a
    // function that hangs nobody does.
    const over = invoked.then(
      () => undefined,
      (error: Error) => {
        if (!begun || error instanceof InvocationTimeout) proxied.destroy(error);
      },
    );
    try {
      await answered;
    } catch (thrown) {
      if (response.destroyed) return;
      throw thrown;
    } finally {
      letGo(request, proxied);
    }
    await over;
  }

  return { run, close: () => agent.destroy() };
}

/** Milliseconds that a caller gets to finish a body that nobody reads any more. */
const drainTime = 5000;

/**
 * A function may answer before it has read its request. What is left of that is read and thrown away: it would stand
 * before the caller's next request on the same connection.
 */
function letGo(request: IncomingMessage, proxied: ClientRequest): void {
  if (proxied.writableFinished && request.complete) return;
  request.unpipe(proxied);
  proxied.destroy();
  request.resume();
  const timer = setTimeout(() => request.destroy(), drainTime).unref();
  request.once('close', () => clearTimeout(timer));
}

/** Resolves when the library's answer is wholly passed on to the caller. */
async function passBack(proxied: ClientRequest, response: ServerResponse, pace: Pace): Promise<void> {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    proxied.once('response', resolve);
    proxied.on('error', reject);
  });
  const { rawHeaders } = incoming;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (hopByHop.has(name.toLowerCase()) || name.toLowerCase() === invocationHeader) continue;
    response.appendHeader(name, rawHeaders[index + 1] ?? '');
  }
  response.statusCode = incoming.statusCode ?? 200;
  await pipeline(
    incoming,
    async function* count(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        yield chunk;
        pace.sent += chunk.length;
        pace.wake();
      }
    },
    response,
  );
}

function forwardable(request: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !hopByHop.has(name)) headers[name] = value;
  }
  if (request.headers['transfer-encoding']) headers['transfer-encoding'] = 'chunked';
  return headers;
}
