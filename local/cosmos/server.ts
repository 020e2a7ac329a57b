import { randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@vercel/cosmosdb-server';
import { Journal } from './journal.ts';

export interface CosmosServer {
  readonly port: number;
  readonly connectionString: string;
  stop(): Promise<void>;
}

export interface CosmosServerOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly stateDir: string;
}

const partitionKeyHeader = 'x-ms-documentdb-partitionkey';
/** On what the server itself puts back at its start. */
const restoringHeader = 'x-restoring';

/**
 * Starts the in-memory Cosmos DB server with a journal beside it, so that what was answered as written is there
 * after a restart. Batches are refused: the server answers them without being atomic, which Cosmos DB is.
 * @throws Error that names the port when it is taken.
 */
export async function startCosmosServer(options: CosmosServerOptions): Promise<CosmosServer> {
  const host = options.host ?? '127.0.0.1';
  const server = createHttpServer({ keepAlive: true });
  // Longer than clients keep an idle connection: none of them begins a request on one that is just being closed.
  server.keepAliveTimeout = 65_000;
  const journal = new Journal(options.stateDir);
  // Whoever asks before all is back would find documents missing, and what they wrote would be in no journal.
  const restored = Promise.withResolvers<void>();
  const ours = randomUUID();
  let restoring = true;
  const [inner] = server.listeners('request');
  if (inner === undefined) throw new Error('The Cosmos DB server has no request handler.');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!restoring || request.headers[restoringHeader] === ours) answer(request, response);
    else void restored.promise.then(() => answer(request, response));
  });
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers['x-ms-cosmos-is-batch-request'] !== undefined) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ code: 'BadRequest', message: 'Transactional batches and bulk are not supported here.' }),
      );
      return;
    }
    if (request.method === 'GET' && request.url === '/') answerAsHttp(response);
    if (!restoring && request.method !== 'GET') recordAnswer(request, response, journal);
    inner.call(server, request, response);
  };
  const port = await listen(server, options.port, host);
  for (const entry of journal.entries()) await restore(host, port, ours, entry);
  restoring = false;
  restored.resolve();
  return {
    port,
    connectionString: `AccountEndpoint=http://${host}:${port}/;AccountKey=${Buffer.from('local').toString('base64')};`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      journal.close();
    },
  };
}

// The account's own description names https addresses, which clients would then use on a port that speaks http.
function answerAsHttp(response: ServerResponse): void {
  const end = response.end.bind(response);
  // `end` has overloads that this server does not use.
  response.end = ((text: string) => end(text.replaceAll('https://', 'http://'))) as typeof response.end;
}

// The server writes its whole answer with one `end`: what has succeeded is recorded before the client hears of it.
function recordAnswer(request: IncomingMessage, response: ServerResponse, journal: Journal): void {
  const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/').replace(/^\/|\/$/g, '');
  const key = String(request.headers[partitionKeyHeader] ?? '');
  const isQuery =
    request.headers['x-ms-documentdb-isquery'] !== undefined ||
    request.headers['content-type'] === 'application/query+json';
  const end = response.end.bind(response);
  const recordThenEnd = (text: string) => {
    if (response.statusCode < 300 && !isQuery) {
      if (request.method === 'DELETE') {
        const slash = path.lastIndexOf('/');
        journal.remove(path.slice(0, slash), key, path.slice(slash + 1));
      } else {
        const body: unknown = JSON.parse(text);
        if (typeof body === 'object' && body !== null && 'id' in body) {
          const collection = request.method === 'POST' ? path : path.slice(0, path.lastIndexOf('/'));
          journal.put({ collection, partitionKey: key, id: String(body.id), body: text });
        }
      }
    }
    return end(text);
  };
  // `end` has overloads that this server does not use.
  response.end = recordThenEnd as typeof response.end;
}

async function restore(
  host: string,
  port: number,
  ours: string,
  entry: { collection: string; partitionKey: string; id: string; body: string },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'x-ms-version': '2020-07-15',
      [restoringHeader]: ours,
      ...(entry.partitionKey === '' ? {} : { [partitionKeyHeader]: entry.partitionKey }),
    };
    const path = `/${entry.collection.split('/').map(encodeURIComponent).join('/')}`;
    const call = httpRequest({ host, port, method: 'POST', path, headers }, (response) => {
      response.resume();
      const status = response.statusCode ?? 500;
      if (status < 300) resolve();
      else reject(new Error(`The Cosmos DB server did not take back ${entry.collection}/${entry.id} (${status}).`));
    });
    call.on('error', reject);
    call.end(entry.body);
  });
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} for the Cosmos DB server is taken. Choose another with --port.`) : error);
    });
    server.listen(port, host, () => resolve());
  });
  // A TCP server's address is always an AddressInfo.
  return (server.address() as AddressInfo).port;
}
