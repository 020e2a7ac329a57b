import { resolve } from 'node:path';
import { ownParts } from './appParts.ts';
import { misused, readCommandLine } from './commandLine.ts';
import type { Page } from './page/server.ts';
import { stackCloud } from './page/stackCloud.ts';
import { assertFree, type Ports, pageSwitch, portSettings, portsFrom } from './ports.ts';
import { portSettingsOf, type Resources, readResources } from './resources.ts';
import { findRunning, forget, leaveWord } from './running.ts';
import { partNames, type Stack, startStack } from './stack.ts';
import { readUserSettings } from './userSettings.ts';
import { connections, isUp, isUpAlready } from './words.ts';

const usage = `npm start [-- --connections] [--only azurite,servicebus] [--state DIR] [--verbose]
Starts the local cloud and stays: ${ownParts.join(', ')}, and the parts that infra/local.json declares.
  --connections  show every address and connection string; also of a local cloud that is up already
  --only A,B     some parts of it
  --app DIR      the application, with its infra/local.json; default: this folder
  --state DIR    where it keeps its state; default .askwell
  --settings FILE  the user's settings; default the local.settings.json of the application
  --allow-host NAME  a further name by which browsers may call the host; may be repeated
  --no-page      without the page that shows the local cloud; ASKWELL_PAGE=off says the same
  --verbose      show everything that the parts say`;

const { values } = readCommandLine(
  usage,
  {
    connections: { type: 'boolean', default: false },
    only: { type: 'string' },
    state: { type: 'string', default: '.askwell' },
    app: { type: 'string', default: '.' },
    settings: { type: 'string' },
    'allow-host': { type: 'string', multiple: true, default: [] },
    page: { type: 'boolean', default: true },
    verbose: { type: 'boolean', default: false },
  },
  { negative: true },
);

let stack: Stack | undefined;
let page: Page | undefined;
/** Leaves word of the stack as it is now. */
let leaveAgain = async (): Promise<void> => undefined;

async function run(): Promise<number> {
  const stateDir = resolve(values.state);
  const declared = await readResources(resolve(values.app, 'infra/local.json'));
  const own = values.settings === undefined ? {} : { settings: resolve(values.settings) };
  const resources = { ...declared, app: { ...declared.app, ...own } };
  const only = values.only?.split(',').map((name) => partName(name.trim(), resources));
  const other = await findRunning(stateDir);
  if (other !== null) {
    console.log(isUpAlready(other, resources.welcome, values.connections));
    return 0;
  }

  console.log('Starting the local cloud …');
  const ports = portsFrom(process.env, portSettingsOf(resources));
  page = await openPage(ports);
  const collector = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const settings = {
    ...(collector === undefined || collector === '' ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: collector }),
    ...(await readUserSettings(resources, process.env)),
  };
  const started = await startStack({
    stateDir,
    ports,
    resources,
    settingsFile: resources.app.settings,
    settings,
    allowedNames: values['allow-host'],
    ...(only === undefined ? {} : { only }),
    onRevived: () => void leaveAgain().catch((error: unknown) => console.error(String(error))),
    ...(page === undefined ? {} : { spansTo: page.spansTo }),
    onPart: (name, state, pid) => page?.parts.changed(name, state, pid),
    log: (part, line) => {
      page?.parts.said(part, line);
      if (values.verbose || isTrouble(line)) console.log(`${part.padEnd(10)} ${line}`);
    },
  });
  stack = started;
  leaveAgain = () => leaveWord(stateDir, started, page?.address);
  await leaveAgain();
  console.log(isUp(started.endpoints, resources.welcome, page?.address));
  if (values.connections) console.log(connections(started.endpoints));
  console.log('Ctrl-C stops everything.\n');
  const ending = await Promise.race([interrupted(), started.broken]);
  if (ending !== null) console.error(`${ending} ends again and again; stopping the rest.`);
  await started.stop();
  await forget(stateDir);
  return ending === null ? 0 : 1;
}

/** The page that shows the cloud; undefined where it is switched off. Loaded only then: it costs others nothing. */
async function openPage(ports: Ports): Promise<Page | undefined> {
  if (!values.page || process.env[pageSwitch] === 'off') return undefined;
  await assertFree(['page'], ports, portSettings);
  const { startPage } = await import('./page/server.ts');
  return startPage({
    port: ports.page ?? 0,
    cloud: stackCloud(
      () => stack,
      () => leaveAgain(),
    ),
  });
}

function partName(name: string, resources: Resources): string {
  const known = partNames(resources);
  if (!known.includes(name)) misused(usage, `--only knows ${known.join(', ')}; not "${name}".`);
  return name;
}

// Our parts write JSON lines with a level; what is no trouble is shown with --verbose only.
const isTrouble = (line: string) => /"level":"(?:warn|error|critical)"/.test(line);

/** Settles with null at Ctrl-C or SIGTERM. */
function interrupted(): Promise<null> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(null));
  });
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await page?.close();
}
