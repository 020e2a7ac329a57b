import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Administration } from './administration.ts';
import type { Entities } from './entities.ts';

interface AdminOptions {
  readonly host: string;
  readonly port: number;
  readonly entities: Entities;
  readonly administer: Administration;
  readonly listen: (server: Server, port: number, host: string) => Promise<number>;
}

/** A description with rules of 1 KB each is far below this. */
const bodyBytesMax = 1024 * 1024;

/** The body of a request; undefined when it is larger than allowed. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // Heard to its end, so that its sender hears the answer, but not kept.
    if (bytes <= bodyBytesMax) chunks.push(chunk);
  }
  return bytes > bodyBytesMax ? undefined : Buffer.concat(chunks).toString('utf8');
}

/**
 * Serves GET /health and GET /entities (the message counts of every entity) as JSON, and everything else as the
 * service's management interface (Atom XML). @throws Error for a taken port
 */
export async function serveAdmin({ administer, entities, host, listen, port }: AdminOptions) {
  const answers: Record<string, () => unknown> = {
    '/health': () => ({ status: 'ok' }),
    '/entities': () => ({ entities: entities.counts() }),
  };

  async function manage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, body: string, type = 'application/xml; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    // A page of anybody's that is open in the browser must not manage queues here; programs send no Origin.
    if (request.headers.origin !== undefined) {
      send(403, 'Browsers are not answered here.', 'text/plain');
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      send(413, `A body has at most ${bodyBytesMax} bytes.`, 'text/plain');
      return;
    }
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? host}`);
    const update = request.headers['if-match'] !== undefined;
    const answer = administer({ method: request.method ?? 'GET', url, update, body });
    send(answer.status, answer.body);
  }

  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (!answer) {
      manage(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
      return;
    }
    request.resume();
    if (request.method !== 'GET') send(405, { error: `${path} answers GET only` });
    else send(200, answer());
  });
  const listening = await listen(server, port, host);
  return {
    port: listening,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
