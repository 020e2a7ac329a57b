import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseCommentedJson } from '../commentedJson.ts';
import { startBroker } from './broker.ts';
import { type BrokerConfig, ConfigError } from './config.ts';

const usage = 'main.ts --config FILE --state DIR [--port 5672] [--host 127.0.0.1] [--admin-port PORT] [--verbose]';

/** What the person at the command line has to mend. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

function portOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`--${name} ${text} is no port`);
  return port;
}

async function readConfig(path: string): Promise<BrokerConfig> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`The configuration cannot be read: ${error.message}`);
  });
  try {
    return parseCommentedJson(text) as BrokerConfig; // startBroker checks it.
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      state: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'admin-port': { type: 'string' },
      verbose: { type: 'boolean', default: false },
    },
  });
  if (!values.config || !values.state) throw new UsageError(`--config and --state are needed: ${usage}`);
  const adminPort = portOf(values['admin-port'], 'admin-port');
  const broker = await startBroker({
    port: portOf(values.port, 'port') ?? 5672,
    stateDir: values.state,
    config: await readConfig(values.config),
    ...(values.host !== undefined && { host: values.host }),
    ...(adminPort !== undefined && { adminPort }),
    ...(values.verbose && {
      log: (event, fields) => void process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`),
    }),
  });
  const { port, connectionString } = broker;
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    broker.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ ready: true, port, adminPort: broker.adminPort, connectionString })}\n`);
}

run().catch((error: unknown) => {
  const known = error instanceof ConfigError || error instanceof UsageError;
  const text = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
