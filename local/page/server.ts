import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { bundlePage } from './bundle.ts';
import type { Cloud } from './cloud.ts';
import { dataView } from './data.ts';
import { functionsView } from './functions.ts';
import { createGuard } from './guard.ts';
import { problemOf, Readers } from './live.ts';
import { maskedJson } from './masking.ts';
import { messagesView } from './messages.ts';
import { orchestrationsView } from './orchestrations.ts';
import { Parts } from './parts.ts';
import { Spans } from './spans.ts';
import { createReceiver, tracesView } from './traces.ts';
import { PageError, Stream, type View } from './view.ts';

export interface PageOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly cloud: Cloud;
}

/** The page of a local cloud. */
export interface Page {
  /** With the token; for the user alone. */
  readonly address: string;
  /** Where spans are sent to (OTLP over HTTP). */
  readonly spansTo: string;
  /** Told of every part that comes or goes, and of what it says. */
  readonly parts: Parts;
  close(): Promise<void>;
}

/** What an action is told; uploads of blobs have no such bound. */
const inputBytesMax = 1024 * 1024;

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Serves the page on this machine alone. @throws Error for a taken port, or a page that cannot be bundled. */
export async function startPage({ port, cloud }: PageOptions): Promise<Page> {
  const files = await bundlePage();
  const parts = new Parts(cloud);
  const spans = new Spans();
  const messages = messagesView(cloud);
  const views: Readonly<Record<string, View>> = {
    parts: parts.view(),
    functions: functionsView(cloud, spans),
    orchestrations: orchestrationsView(cloud, spans),
    messages,
    data: dataView(cloud),
    traces: tracesView(spans),
  };
  const receive = createReceiver(spans);
  const readers = new Readers();

  async function answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method = 'GET' } = request;
    const file = files.get(url.pathname);
    if (file !== undefined) {
      if (method !== 'GET') throw new PageError(405, 'Files are read only.');
      response.writeHead(200, { 'content-type': file.type }).end(file.body);
      return;
    }
    if (url.pathname.startsWith('/v1/')) {
      await receive(request, response, url.pathname);
      return;
    }
    const [, room, name = '', what = ''] = url.pathname.split('/');
    const view = room === 'api' && Object.hasOwn(views, name) ? views[name] : undefined;
    if (view === undefined) throw new PageError(404, 'There is nothing here.');
    if (what === '' && method === 'GET') {
      await readers.follow(response, () => view.shows(url.searchParams));
      return;
    }
    const result = await act(view, method, what, url.searchParams, request);
    if (method !== 'GET') readers.wake();
    await send(response, result);
  }

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    handle(request, response).catch((error: unknown) => {
      const problem = problemOf(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(problem.status, { 'content-type': 'application/json' }).end(maskedJson(problem));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A TCP server's address is always an AddressInfo.
  const taken = (server.address() as AddressInfo).port;
  const guard = createGuard(taken);
  const origin = `http://127.0.0.1:${taken}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '/', origin);
    if (url === null) throw new PageError(400, 'The address is malformed.');
    const verdict = guard.check(request, url);
    if (verdict.kind === 'refuse') {
      response.writeHead(verdict.status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${verdict.why}\n`);
    } else if (verdict.kind === 'enter') {
      // At once to an address without the token: none stays in the address bar or in the history.
      response.writeHead(303, { location: '/', 'set-cookie': verdict.cookie }).end();
    } else await answer(request, response, url);
  }

  return {
    address: `${origin}/?token=${guard.token}`,
    parts,
    spansTo: origin,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, messages.close()]);
    },
  };
}

async function act(view: View, method: string, what: string, query: URLSearchParams, request: IncomingMessage) {
  const named = <T>(all: Readonly<Record<string, T>> = {}): T => {
    const found = Object.hasOwn(all, what) ? all[what] : undefined;
    if (found === undefined) throw new PageError(404, `There is nothing called "${what}" here.`);
    return found;
  };
  if (method === 'GET') return named(view.reads)(query);
  if (method === 'PUT') return named(view.uploads)(query, request);
  if (method !== 'POST') throw new PageError(405, `${method} does nothing here.`);
  const run = named(view.actions);
  return run(await readJson(request));
}

async function send(response: ServerResponse, result: unknown): Promise<void> {
  if (result instanceof Stream) {
    response.writeHead(200, { ...result.headers });
    await pipeline(result.body, response);
  } else response.writeHead(200, { 'content-type': 'application/json' }).end(maskedJson(result));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > inputBytesMax) throw new PageError(413, `At most ${inputBytesMax} bytes are taken.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
  } catch {
    throw new PageError(400, 'The body is not JSON.');
  }
}
