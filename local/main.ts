import { resolve } from 'node:path';
import { misused, readCommandLine } from './commandLine.ts';
import { portsFrom } from './ports.ts';
import { readResources } from './resources.ts';
import { findRunning, forget, leaveWord } from './running.ts';
import { type PartName, partNames, type Stack, startStack } from './stack.ts';
import { readUserSettings } from './userSettings.ts';

const usage = `npm start [-- --only azurite,servicebus] [--state DIR] [--verbose]
Starts the local cloud and stays: ${partNames.join(', ')}.
  --only A,B   some parts of it
  --state DIR  where it keeps its state; default .askwell
  --allow-host NAME  a further name by which browsers may call the host; may be repeated
  --verbose    show everything that the parts say`;

const { values } = readCommandLine(usage, {
  only: { type: 'string' },
  state: { type: 'string', default: '.askwell' },
  app: { type: 'string', default: '.' },
  'allow-host': { type: 'string', multiple: true, default: [] },
  verbose: { type: 'boolean', default: false },
});

async function run(): Promise<number> {
  const only = values.only?.split(',').map(partName);
  const stateDir = resolve(values.state);
  const other = await findRunning(stateDir);
  if (other !== null)
    throw new Error(`A local cloud is up already (process ${other.pid}); stop it first, or choose another --state.`);

  console.log('Starting the local cloud …');
  const resources = await readResources(resolve(values.app, 'infra/local.json'));
  const stack = await startStack({
    stateDir,
    ports: portsFrom(process.env),
    resources,
    settingsFile: resources.app.settings,
    settings: await readUserSettings(resources, process.env),
    allowedNames: values['allow-host'],
    ...(only === undefined ? {} : { only }),
    log: (part, line) => {
      if (values.verbose || isTrouble(line)) console.log(`${part.padEnd(10)} ${line}`);
    },
  });
  await leaveWord(stateDir, stack.endpoints);
  console.log(describe(stack));
  const ending = await Promise.race([interrupted(), stack.broken]);
  if (ending !== null) console.error(`${ending} ended by itself; stopping the rest.`);
  await stack.stop();
  await forget(stateDir);
  return ending === null ? 0 : 1;
}

function partName(text: string): PartName {
  const name = partNames.find((known) => known === text.trim());
  if (name === undefined) misused(usage, `--only knows ${partNames.join(', ')}; not "${text}".`);
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

function describe({ endpoints }: Stack): string {
  const rows = [
    ['functions', endpoints.host],
    ['health', endpoints.host === undefined ? undefined : `${endpoints.host}/api/v1/health`],
    ['speech', endpoints.speech],
    ['storage', endpoints.storage],
    ['Cosmos DB', endpoints.cosmos],
    ['Service Bus', endpoints.serviceBus],
  ];
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name?.padEnd(12)} ${value}`]));
  const page = endpoints.host === undefined ? '' : `Open ${endpoints.host} in a browser. `;
  return `\nThe local cloud is up.\n${lines.join('\n')}\n\n${page}Put a video into the container "videos", or: npm run analyze -- lesson.mp4\nCtrl-C stops everything.\n`;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
