import path from 'node:path';
import { misused, readCommandLine } from '../commandLine.ts';
import { holdApp } from '../heldApp.ts';
import { asError, HostError } from './errors.ts';
import { type Host, type HostOptions, hostIdOf, startHost } from './host.ts';
import { type LogWriter, writeJsonLine, writePrettyLine } from './log.ts';

const usage = `Runs a built Azure Functions app.

  npm run host -- --app DIR [options]

  --app DIR              where the app's package.json and host.json are
  --port N               default 7071; 0 takes a free one
  --host ADDRESS         default 127.0.0.1
  --state DIR            where the host keeps its keys; default .askwell/host
  --settings FILE        instead of the app's local.settings.json
  --auth, --no-auth      whether to ask for keys, as Azure does; by default the admin API
                         always does, functions only when --host lets others in
  --allow-host NAME      a further name by which browsers may call it; may be repeated
  --shutdown-seconds N   how long running functions get to end; default 7
  --pretty               log lines for eyes instead of JSON
`;

/** Ends the process; everything that could be closed has been. */
async function main(): Promise<void> {
  const { options, log } = readArguments();
  const exit = (code: number) => {
    process.exitCode = code;
    process.exit();
  };
  let host: Host | undefined;
  let stopping = false;
  const stop = async () => {
    // A second signal means: now.
    if (stopping) exit(130);
    stopping = true;
    try {
      await host?.stop();
      exit(0);
    } catch (thrown) {
      log({
        time: new Date().toISOString(),
        level: 'error',
        category: 'Host',
        event: 'stop.failed',
        error: asError(thrown).stack,
      });
      exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (thrown: unknown) => {
      // The state of the app is unknown from here on. Locks run out, and messages come back to the next host.
      log({ time: new Date().toISOString(), level: 'critical', category: 'Host', event, error: asError(thrown).stack });
      exit(1);
    });
  }
  let appDir: string;
  try {
    // As in Azure the app's relative paths begin at its own directory.
    appDir = await holdApp(options.appDir);
    process.chdir(appDir);
  } catch (thrown) {
    throw new HostError(`--app ${options.appDir}: ${asError(thrown).message}`);
  }
  // The same host for whatever build the name leads to.
  process.env.AzureFunctionsWebHost__hostid ??= hostIdOf(options.appDir);
  host = await startHost({ ...options, appDir });
  process.stdout.write(`${JSON.stringify({ ready: true, url: host.url, functions: host.functions })}\n`);
}

function readArguments(): { options: HostOptions; log: LogWriter } {
  const { values } = readCommandLine(
    usage,
    {
      app: { type: 'string' },
      port: { type: 'string', default: '7071' },
      host: { type: 'string', default: '127.0.0.1' },
      state: { type: 'string', default: path.join('.askwell', 'host') },
      settings: { type: 'string' },
      auth: { type: 'boolean' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      'shutdown-seconds': { type: 'string', default: '7' },
      pretty: { type: 'boolean', default: false },
    },
    { negative: true },
  );
  if (values.app === undefined) misused(usage, '--app is missing.');
  const log = values.pretty ? writePrettyLine : writeJsonLine;
  const options: HostOptions = {
    appDir: path.resolve(values.app),
    port: wholeNumber(values.port, '--port', 65_535),
    host: values.host,
    allowedNames: values['allow-host'],
    stateDir: path.resolve(values.state),
    shutdownTimeout: wholeNumber(values['shutdown-seconds'], '--shutdown-seconds', 86_400) * 1000,
    log,
    ...(values.settings === undefined ? {} : { settingsFile: path.resolve(values.settings) }),
    ...(values.auth === undefined ? {} : { auth: values.auth }),
  };
  return { options, log };
}

function wholeNumber(text: string, flag: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most)
    misused(usage, `${flag} must be a whole number from 0 to ${most}, not "${text}".`);
  return value;
}

try {
  await main();
} catch (thrown) {
  const error = asError(thrown);
  process.stderr.write(`${error instanceof HostError ? error.message : error.stack}\n`);
  process.exit(1);
}
