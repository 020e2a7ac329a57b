import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asError, HostError } from './errors.ts';
import { azurePace, type CallerPace, endSlowBody } from './slowBody.ts';

export interface ListeningServer {
  readonly port: number;
  /** Takes no new request; those under way get `milliseconds` to end, then their connections are cut. */
  close(milliseconds: number): Promise<void>;
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Listens before the app is loaded, so that a taken port is known at once and the app can be told its address.
 * Rejects with a HostError that names the port. Port 0 takes a free one.
 */
export async function listen(
  host: string,
  port: number,
  handler: RequestHandler,
  pace: CallerPace = azurePace,
): Promise<ListeningServer> {
  let closing = false;
  // A body may take as long as it needs at its pace, so there is no time-out for the whole request.
  const timeouts = { keepAliveTimeout: 65_000, requestTimeout: 0, headersTimeout: pace.headers };
  const options = { ...timeouts, connectionsCheckingInterval: pace.headers / 6 };
  const server = createServer(options, (request, response) => {
    endSlowBody(request, pace.body);
    response.once('close', () => {
      // A caller that keeps its connection for later would hold up the end.
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
    handler(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const message = taken
        ? `Port ${port} on ${host} is taken by another program: stop it, or choose another port with --port.`
        : `The host cannot listen on ${host}:${port}: ${error.message}`;
      reject(new HostError(message));
    });
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port, // a TCP server's address
    close(milliseconds) {
      closing = true;
      return close(server, milliseconds);
    },
  };
}

async function close(server: Server, milliseconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => server.closeAllConnections(), milliseconds);
  await closed;
  clearTimeout(timer);
}

/** Turns a request into the web's own Request, and its Response into the answer; bodies are streamed. */
export async function respondWith(response: ServerResponse, answer: Response | Promise<Response>): Promise<void> {
  const { status, headers, body } = await answer;
  if (response.destroyed) return;
  for (const [name, value] of headers) {
    if (name === 'set-cookie') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  response.statusCode = status;
  if (!body) {
    response.end();
    return;
  }
  try {
    for await (const chunk of body) response.write(chunk);
    response.end();
  } catch (thrown) {
    response.destroy(asError(thrown));
  }
}
