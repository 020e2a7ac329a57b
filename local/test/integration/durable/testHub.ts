import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DurableClient } from 'durable-functions';
import type { DurableExtension, DurableOptions } from '../../../durable/contract.ts';
import { createDurableExtension } from '../../../durable/extension.ts';
import { azureFunctions, df, registered, testInvoker } from '../../durableInvoker.ts';

const basePath = '/runtime/webhooks/durabletask';

export interface TestHub {
  readonly extension: DurableExtension;
  readonly client: DurableClient;
  readonly baseUrl: string;
  readonly taskHub: string;
  readonly logs: { level: string; event: string; fields: Record<string, unknown> | undefined }[];
  stop(): Promise<void>;
}

/** A task hub name of its own. */
export function newTaskHub(): string {
  return `Test${randomUUID().replaceAll('-', '').slice(0, 20)}`;
}

/** Starts the extension behind a real HTTP server, as the host does, with a real DurableClient in front. */
export async function startHub(connectionString: string, options: Partial<DurableOptions> = {}): Promise<TestHub> {
  let extension: DurableExtension | undefined;
  const server = createServer((request, response) => {
    void answer(extension, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}${basePath}`;
  const taskHub = options.taskHub ?? newTaskHub();
  const logs: TestHub['logs'] = [];
  extension = createDurableExtension({
    connectionString,
    taskHub,
    baseUrl,
    systemKey: '',
    orchestrators: registered('orchestrationTrigger'),
    activities: registered('activityTrigger'),
    entities: registered('entityTrigger'),
    maxConcurrentOrchestrators: 10,
    maxConcurrentActivities: 10,
    maxConcurrentEntities: 10,
    invoker: testInvoker,
    log: (level, event, fields) => logs.push({ level, event, fields }),
    ...options,
  });
  const started = extension;
  // As every functions host does; without it the client takes links to be for port 7071.
  process.env.WEBSITE_HOSTNAME = `127.0.0.1:${port}`;
  await started.start();
  return {
    extension: started,
    client: clientOf(started),
    baseUrl,
    taskHub,
    logs,
    async stop() {
      await started.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

function clientOf(extension: DurableExtension): DurableClient {
  const input = df.input.durableClient();
  const context = new azureFunctions.InvocationContext({ functionName: 'test', options: { extraInputs: [input] } });
  context.extraInputs.set(input, JSON.parse(extension.clientInput()));
  return df.getClient(context);
}

async function answer(
  extension: DurableExtension | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
  const init = { method: incoming.method ?? 'GET', headers, ...(body.length > 0 ? { body } : {}) };
  const response = await extension?.handle(new Request(url, init), url.pathname.slice(basePath.length));
  outgoing.writeHead(response?.status ?? 503, Object.fromEntries(response ? response.headers : new Headers()));
  outgoing.end((await response?.text()) ?? '');
}

const over = ['Completed', 'Failed', 'Terminated'];

/** The instance's status once it is over. Rejects when it is not in time. */
export async function untilOver(hub: TestHub, instanceId: string, timeoutMs = 20_000) {
  return until(hub, instanceId, ({ runtimeStatus }) => over.includes(runtimeStatus), timeoutMs);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON; the tests compare it with what they expect. */
  readonly body: unknown;
}

/** What the management API answers. */
export async function ask(hub: TestHub, path: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(`${hub.baseUrl}/${path}`, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

type Status = Awaited<ReturnType<DurableClient['getStatus']>>;

/** The instance's status once `holds` says so. The client only has a query, so this asks again. */
export async function until(hub: TestHub, instanceId: string, holds: (status: Status) => boolean, timeoutMs = 20_000) {
  for (const endMs = Date.now() + timeoutMs; ; ) {
    const status = await hub.client.getStatus(instanceId);
    if (holds(status)) return status;
    if (Date.now() > endMs) throw new Error(`in vain: ${JSON.stringify({ status, logs: hub.logs })}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
