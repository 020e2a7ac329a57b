import { createServer, type Server } from 'node:http';
import type { Entities } from './entities.ts';

interface AdminOptions {
  readonly host: string;
  readonly port: number;
  readonly entities: Entities;
  readonly listen: (server: Server, port: number, host: string) => Promise<number>;
}

/** Serves GET /health and GET /entities (the message counts of every entity) as JSON. @throws Error for a taken port */
export async function serveAdmin({ host, port, entities, listen }: AdminOptions) {
  const answers: Record<string, () => unknown> = {
    '/health': () => ({ status: 'ok' }),
    '/entities': () => ({ entities: entities.counts() }),
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    request.resume();
    if (!answer) send(404, { error: `There is nothing at ${path}: try /health or /entities` });
    else if (request.method !== 'GET') send(405, { error: `${path} answers GET only` });
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
