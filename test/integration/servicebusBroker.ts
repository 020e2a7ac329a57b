import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ServiceBusClient } from '@azure/service-bus';
import { startBroker } from '../../local/servicebus/broker.ts';
import type { BrokerConfig } from '../../local/servicebus/config.ts';

type Namespace = BrokerConfig['UserConfig']['Namespaces'][number];

const configOf = (namespace: Partial<Namespace>): BrokerConfig => ({
  UserConfig: { Namespaces: [{ Name: 'test', ...namespace }] },
});

/** A client that reports the first failure instead of trying again for minutes. */
export function connect(connectionString: string): ServiceBusClient {
  return new ServiceBusClient(connectionString, { retryOptions: { maxRetries: 0, timeoutInMs: 10_000 } });
}

export interface RunningBroker {
  readonly port: number;
  readonly connectionString: string;
  readonly client: ServiceBusClient;
  readonly counts: (entity: string) => Promise<Record<string, unknown> | undefined>;
  readonly admin: (path: string, method?: string) => Promise<Response>;
  readonly events: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> | undefined }[];
  readonly stop: () => Promise<void>;
}

/** A broker in this process, on free ports and a state directory of its own, with a client connected. */
export async function runBroker(namespace: Partial<Namespace>): Promise<RunningBroker> {
  const stateDir = await mkdtemp(path.join(tmpdir(), 'servicebus-'));
  const events: RunningBroker['events'] = [];
  const broker = await startBroker({
    port: 0,
    stateDir,
    config: configOf(namespace),
    log: (event, fields) => events.push({ event, fields }),
  });
  const client = connect(broker.connectionString);
  const admin = (place: string, method = 'GET') => fetch(`http://127.0.0.1:${broker.adminPort}${place}`, { method });
  return {
    port: broker.port,
    connectionString: broker.connectionString,
    client,
    admin,
    events,
    counts: async (entity) => {
      const { entities } = (await (await admin('/entities')).json()) as { entities: Record<string, unknown>[] };
      return entities.find(({ name }) => name === entity);
    },
    stop: async () => {
      await client.close();
      await broker.stop();
      await rm(stateDir, { recursive: true });
    },
  };
}

const mainPath = fileURLToPath(new URL('../../local/servicebus/main.ts', import.meta.url));

/** A broker as its own process, which a test may kill. */
export interface BrokerProcess {
  readonly connectionString: string;
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts main.ts; rejects with what it wrote to stderr when it ends instead of listening. */
export async function spawnBroker(stateDir: string, args: readonly string[]): Promise<BrokerProcess> {
  const child: ChildProcess = spawn(process.execPath, [mainPath, '--state', stateDir, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null); // 'exit' carries a code or null.
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  if (!child.stdout) throw new Error('the broker has no stdout');
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    exited.then((code) => Promise.reject(new Error(`the broker ended with ${code}: ${stderr}`))),
  ]);
  const { ready, connectionString } = JSON.parse(line) as { ready: boolean; connectionString: string };
  if (!ready) throw new Error(`not ready: ${line}`);
  return {
    connectionString,
    kill: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

/** A configuration file in a state directory that can be made anew. */
export async function writeConfig(namespace: Partial<Namespace>): Promise<{ directory: string; file: string }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'servicebus-'));
  const file = path.join(directory, 'config.json');
  await writeFile(file, JSON.stringify(configOf(namespace)));
  return { directory, file };
}

/** What a test has just sent must come. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a message and there was none');
  return value;
}
