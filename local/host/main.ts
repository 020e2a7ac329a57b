import path from 'node:path';
import { misused, readCommandLine } from '../commandLine.ts';
import { holdApp } from '../heldApp.ts';
import type { Page } from '../page/server.ts';
import { asError, HostError } from './errors.ts';
import { type Host, type HostOptions, hostIdOf, startHost } from './host.ts';
import { readKeys } from './keys.ts';
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
  --spans-to URL         sends a span for each invocation to this receiver of OTLP over HTTP
  --page PORT            serves a page that shows the app and its storage on this port; 0 takes a free one
  --pretty               log lines for eyes instead of JSON
`;

/** Ends the process; everything that could be closed has been. */
async function main(): Promise<void> {
  const { options, log: logLine, pagePort } = readArguments();
  const exit = (code: number) => {
    process.exitCode = code;
    process.exit();
  };
  let host: Host | undefined;
  let closePage = async (): Promise<void> => undefined;
  let stopping = false;
  const stop = async () => {
    // A second signal means: now.
    if (stopping) exit(130);
    stopping = true;
    try {
      await host?.stop();
      await closePage();
      exit(0);
    } catch (thrown) {
      logLine({
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
      logLine({
        time: new Date().toISOString(),
        level: 'critical',
        category: 'Host',
        event,
        error: asError(thrown).stack,
      });
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
  const page = await openPage();
  closePage = async () => page?.close();
  const log: LogWriter = (entry) => {
    options.log?.(entry);
    page?.parts.said('host', JSON.stringify(entry));
  };
  page?.parts.changed('host', 'starting', process.pid);
  host = await startHost({ ...options, appDir, ...(page === undefined ? {} : { log, spansTo: page.spansTo }) });
  page?.parts.changed('host', 'running', process.pid);
  const more = page === undefined ? {} : { page: page.address };
  process.stdout.write(`${JSON.stringify({ ready: true, url: host.url, functions: host.functions, ...more })}\n`);

  /** A page for this app alone: what it keeps is found by its own settings. */
  async function openPage(): Promise<Page | undefined> {
    if (pagePort === undefined) return undefined;
    const { startPage } = await import('../page/server.ts');
    const { masterKey } = await readKeys(options.stateDir);
    const addresses = () => ({
      host: host?.url,
      adminKey: masterKey,
      storage: process.env.AzureWebJobsStorage,
      serviceBus: Object.values(process.env).find((value) => value?.startsWith('Endpoint=sb://')),
    });
    return startPage({ port: pagePort, cloud: { addresses } });
  }
}

function readArguments(): { options: HostOptions; log: LogWriter; pagePort: number | undefined } {
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
      'spans-to': { type: 'string' },
      page: { type: 'string' },
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
    ...(values['spans-to'] === undefined ? {} : { spansTo: values['spans-to'] }),
    ...(values.auth === undefined ? {} : { auth: values.auth }),
  };
  const pagePort = values.page === undefined ? undefined : wholeNumber(values.page, '--page', 65_535);
  return { options, log, pagePort };
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
