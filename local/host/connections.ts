import { TableClient } from '@azure/data-tables';
import { ServiceBusClient } from '@azure/service-bus';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { asError, HostError } from './errors.ts';
import type { HostJson } from './hostJson.ts';

type Settings = () => Readonly<Record<string, string | undefined>>;

/** The app's connections to storage and Service Bus: one client for each connection, shared by all its bindings. */
export interface Connections {
  /** The connection string behind a binding's `connection`. Throws a HostError that says what setting is missing. */
  connectionString(name: string | undefined, kind: ConnectionKind): string;
  blobs(name: string | undefined): BlobServiceClient;
  queues(name: string | undefined): QueueServiceClient;
  table(name: string | undefined, tableName: string): TableClient;
  serviceBus(name: string | undefined): ServiceBusClient;
  close(): Promise<void>;
}

export type ConnectionKind = 'Storage' | 'ServiceBus';

export function createConnections(settings: Settings, hostJson: HostJson): Connections {
  const clients = new Map<string, BlobServiceClient | QueueServiceClient | ServiceBusClient>();
  const busOptions = hostJson.extensions.serviceBus.clientRetryOptions;

  const connectionString = (name: string | undefined, kind: ConnectionKind) =>
    findConnection(settings(), name ?? `AzureWebJobs${kind}`);

  /** The client of this connection string, made once. */
  function cached<T extends BlobServiceClient | QueueServiceClient | ServiceBusClient>(
    sort: string,
    name: string | undefined,
    kind: ConnectionKind,
    make: (text: string) => T,
  ): T {
    const text = connectionString(name, kind);
    const key = `${sort} ${text}`;
    const existing = clients.get(key);
    if (existing) return existing as T; // the key begins with the sort of client
    try {
      const client = make(text);
      clients.set(key, client);
      return client;
    } catch (thrown) {
      throw new HostError(
        `The connection "${name ?? `AzureWebJobs${kind}`}" cannot be used: ${asError(thrown).message}`,
      );
    }
  }

  return {
    connectionString,
    blobs: (name) => cached('blob', name, 'Storage', (text) => BlobServiceClient.fromConnectionString(text)),
    queues: (name) => cached('queue', name, 'Storage', (text) => QueueServiceClient.fromConnectionString(text)),
    // Not kept: a name may come from outside, and the client holds nothing that costs.
    table: (name, tableName) => {
      const options = { allowInsecureConnection: true };
      return TableClient.fromConnectionString(connectionString(name, 'Storage'), tableName, options);
    },
    serviceBus: (name) =>
      cached('bus', name, 'ServiceBus', (text) => {
        const retryOptions = {
          maxRetries: busOptions.maxRetries,
          retryDelayInMs: busOptions.delay,
          maxRetryDelayInMs: busOptions.maxDelay,
          timeoutInMs: busOptions.tryTimeout,
          mode: busOptions.mode.toLowerCase() === 'fixed' ? 1 : 0,
        };
        return new ServiceBusClient(text, { retryOptions });
      }),
    async close() {
      const open = [...clients.values()].filter((client) => client instanceof ServiceBusClient);
      clients.clear();
      await Promise.all(open.map((client) => client.close()));
    },
  };
}

/**
 * Finds a connection string the way Azure does: the setting of that name, the name behind `AzureWebJobs`, or the
 * connection strings' section.
 */
function findConnection(settings: Readonly<Record<string, string | undefined>>, name: string): string {
  const candidates = [`AzureWebJobs${name}`, name, `ConnectionStrings__${name}`, `ConnectionStrings:${name}`];
  for (const candidate of candidates) {
    const value = settings[candidate];
    if (value !== undefined && value.trim() !== '') return value;
  }
  const identity = Object.keys(settings).find((setting) =>
    candidates.some((candidate) => setting.toLowerCase().startsWith(`${candidate.toLowerCase()}__`)),
  );
  if (identity !== undefined) {
    throw new HostError(
      `The connection "${name}" is by identity (${identity}), which is not supported locally: set ${name} to a connection string.`,
    );
  }
  throw new HostError(`The connection "${name}" is not set: put a connection string into the app setting ${name}.`);
}
