import { createServer, type Server, type Socket } from 'node:net';
import rhea, { type ConnectionOptions } from 'rhea';
import { serveAdmin } from './admin.ts';
import { createAdministration } from './administration.ts';
import { type BrokerConfig, parseConfig } from './config.ts';
import { type BrokerLog, serveConnection } from './connection.ts';
import { createDefinitions } from './definitions.ts';
import { createDispatcher } from './dispatcher.ts';
import { createEntities } from './entities.ts';
import { asFailure } from './failure.ts';
import { createFrameGuard } from './frameGuard.ts';
import { maxMessageBytes } from './incoming.ts';
import type { Queue } from './queue.ts';
import { serverConnection } from './rheaInternals.ts';
import { openDatabase } from './schema.ts';
import { createStore } from './store.ts';
import { createTimekeeper, releaseAbandonedLocks } from './timekeeper.ts';

export interface BrokerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Where to listen; only the machine itself unless told otherwise: there is no authentication. */
  readonly host?: string;
  /** The directory for messages; made when missing. */
  readonly stateDir: string;
  /** In the format of the official Service Bus emulator. */
  readonly config: BrokerConfig;
  /** For GET /health, GET /entities and ServiceBusAdministrationClient; any free port when left out. */
  readonly adminPort?: number;
  readonly log?: BrokerLog;
}

export interface Broker {
  readonly port: number;
  readonly adminPort: number;
  readonly connectionString: string;
  /** Closes every connection and the store. */
  readonly stop: () => Promise<void>;
}

const maxFrameBytes = 65_536;
// Deliveries that one receiver may leave unsettled: rhea frees them in order, so one that is never settled holds up
// all behind it.
const outgoingDeliveries = 65_536;
// Messages that a sender may have under way, unacknowledged.
const senderCredit = 500;
const closingMs = 1000;

const connectionOptions = {
  container_id: 'servicebus',
  max_frame_size: maxFrameBytes,
  channel_max: 4999,
  tcp_no_delay: true,
  session_buffer_size: { incoming: 2048, outgoing: outgoingDeliveries },
  sender_options: { treat_modified_as_released: false },
  receiver_options: { autoaccept: false, credit_window: senderCredit, max_message_size: maxMessageBytes },
};

/** Listens, and says which port was taken when it cannot. @throws Error */
function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} on ${host} is taken by another program`, { cause: error }) : error);
    });
    server.listen({ port, host }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error(`no port for ${host}`));
      else resolve(address.port);
    });
  });
}

/** A container of this broker alone: a client in the same process keeps rhea's own. */
function createContainer(log: BrokerLog) {
  const container = rhea.create_container();
  const anonymous = () => ({
    outcome: undefined as true | undefined,
    start() {
      this.outcome = true;
    },
  });
  // Both mean the same: identity comes later, by tokens. The Service Bus SDKs use one or the other.
  container.sasl_server_mechanisms.ANONYMOUS = anonymous;
  container.sasl_server_mechanisms.MSSBCBS = anonymous;
  const onProtocolError = (error: unknown) => log('protocol_error', { reason: asFailure(error).message });
  container.on('error', onProtocolError);
  container.on('protocol_error', onProtocolError);
  container.on('disconnected', () => log('disconnected'));
  return container;
}

/**
 * Starts a Service Bus broker that the Azure SDKs connect to with the returned connection string.
 * @throws ConfigError for the configuration; Error when a port is taken or the state directory is in use
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { host = '127.0.0.1', log = () => undefined } = options;
  parseConfig(options.config);
  const store = createStore(openDatabase(options.stateDir));
  const definitions = createDefinitions(store, options.config, Date.now);
  const onError = (error: unknown) => log('broker_failed', { reason: asFailure(error).message });
  const dispatcher = createDispatcher(() => timekeeper.wake(), onError);
  const sockets = new Set<{ socket: Socket; close: () => void; removed: (queue: Queue) => void }>();
  const entities = createEntities(
    parseConfig(definitions.config()),
    { store, now: Date.now },
    {
      onAvailable: (point) => {
        dispatcher.wake(point);
        timekeeper.wake();
      },
      onScheduled: () => timekeeper.wake(),
      onRemoved: (queue) => {
        for (const entry of sockets) entry.removed(queue);
      },
    },
  );
  const timekeeper = createTimekeeper(store, entities, onError);
  const container = createContainer(log);

  function accept(socket: Socket): void {
    // The declarations know the options of clients; a server's connection takes a part of the same ones.
    const connection = container.create_connection({ ...connectionOptions } as unknown as ConnectionOptions);
    const amqp = serverConnection(connection);
    const guard = createFrameGuard(maxFrameBytes);
    const input = amqp.input.bind(connection);
    amqp.input = (chunk) => {
      if (socket.destroyed) return;
      try {
        guard(chunk);
      } catch (error) {
        log('hostile_input', { reason: asFailure(error).message });
        socket.destroy(new Error('hostile input', { cause: error }));
        return;
      }
      input(chunk);
    };
    const { closed, removed } = serveConnection(connection, { entities, dispatcher, log });
    const entry = {
      socket,
      removed,
      close: () => connection.close({ condition: 'amqp:connection:forced', description: 'The broker is stopping.' }),
    };
    sockets.add(entry);
    socket.once('close', () => {
      sockets.delete(entry);
      closed();
    });
    amqp.accept(socket);
  }

  const server = createServer(accept);
  try {
    releaseAbandonedLocks(store, entities);
    timekeeper.wake();
    const administer = createAdministration({ store, entities, definitions, now: Date.now });
    const admin = await serveAdmin({ host, port: options.adminPort ?? 0, entities, administer, listen });
    const port = await listen(server, options.port, host).catch(async (error) => {
      await admin.stop();
      throw error;
    });
    log('listening', { port, adminPort: admin.port });
    return {
      port,
      adminPort: admin.port,
      connectionString: `Endpoint=sb://${host}:${port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;UseDevelopmentEmulator=true;`,
      stop: async () => {
        const closing = new Promise<void>((resolve) => server.close(() => resolve()));
        dispatcher.stop();
        for (const entry of sockets) entry.close();
        const force = setTimeout(() => {
          for (const { socket } of sockets) socket.destroy();
        }, closingMs);
        await Promise.all([closing, admin.stop()]);
        clearTimeout(force);
        timekeeper.stop();
        store.close();
      },
    };
  } catch (error) {
    timekeeper.stop();
    store.close();
    throw error;
  }
}
