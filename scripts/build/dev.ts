import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { misused, readCommandLine } from '../../local/commandLine.ts';
import { portsFrom } from '../../local/ports.ts';
import { portSettingsOf, readResources } from '../../local/resources.ts';
import { findRunning, forget, leaveWord } from '../../local/running.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { readUserSettings } from '../../local/userSettings.ts';
import { builtApp, whyNotBuilt } from './app.ts';
import { inputs, inputsDigest, serverInputs } from './inputs.ts';

const usage = `npm run dev [-- --inspect PORT] [--state DIR] [--verbose]
Starts the local cloud and stays. What changes in the sources is built: for functions/ and shared/ the functions host is
started again, and nothing else; for web/ the studio loads itself again in the browser.
  --inspect PORT  let a debugger come to the functions host at this port
  --state DIR     where the local cloud keeps its state; default .askwell
  --verbose       show everything that its parts say`;

const watched = [
  'functions',
  'shared',
  'web',
  'docs',
  'scripts/build',
  'host.json',
  'package.json',
  'package-lock.json',
];
// An editor that saves several files is done by then.
const quietMilliseconds = 100;

const { values } = readCommandLine(usage, {
  inspect: { type: 'string' },
  state: { type: 'string', default: '.askwell' },
  verbose: { type: 'boolean', default: false },
});

async function run(): Promise<number> {
  const { inspect, verbose } = values;
  if (inspect !== undefined && !/^\d{1,5}$/.test(inspect)) misused(usage, `--inspect takes a port, not "${inspect}".`);
  const stateDir = resolve(values.state);
  const other = await findRunning(stateDir);
  if (other !== null)
    throw new Error(`A local cloud is up already (process ${other.pid}); stop it first, or choose another --state.`);
  const ending = interrupted();
  const changes = changesOf(watched);
  console.log('Building, and starting the local cloud …');
  let shown: Shown = await sources();
  await builtApp({ development: true });
  const declared = await readResources(resolve('infra/local.json'));
  // It is built here, for development.
  const resources = { ...declared, app: { ...declared.app, build: undefined } };
  const stack: Stack = await startStack({
    stateDir,
    ports: portsFrom(process.env, portSettingsOf(resources)),
    resources,
    settingsFile: resources.app.settings,
    settings: await readUserSettings(resources, process.env),
    onRevived: () => void leaveWord(stateDir, stack).catch((error: unknown) => console.error(String(error))),
    hostNodeOptions: inspect === undefined ? [] : [`--inspect=${inspect}`],
    log: (part, line) => {
      if (verbose || isTrouble(line) || line.startsWith('Debugger listening'))
        console.log(`${part.padEnd(10)} ${line}`);
    },
  });
  await leaveWord(stateDir, stack);
  console.log(`\nThe studio is at ${stack.endpoints.host}. Ctrl-C stops everything.`);
  try {
    for (;;) {
      const what = await Promise.race([ending, stack.broken, changes.next()]);
      if (what === 'changed') shown = await follow(stack, shown);
      else if (what === 'interrupted') return 0;
      else throw new Error(`${what} ends again and again.`);
    }
  } finally {
    await stack.stop();
    await forget(stateDir);
  }
}

/** What there is to be shown: names of the sources of all, and of the functions. */
const sources = async () => ({ all: await inputsDigest({}, inputs), functions: await inputsDigest({}, serverInputs) });
/** What is shown; without `functions` while their host is not up. */
type Shown = { readonly all: string; readonly functions: string | undefined };

/** Brings what has changed into the running cloud. @returns what is shown then. */
async function follow(stack: Stack, before: Shown): Promise<Shown> {
  const began = performance.now();
  const now = await sources();
  if (now.all === before.all && now.functions === before.functions) return before;
  let { functions } = before;
  try {
    await builtApp({ development: true });
    const isStudio = now.functions === functions;
    if (!isStudio) {
      functions = undefined;
      await stack.restart('host');
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${isStudio ? 'The studio' : 'The functions host'} is new (${seconds} s).`);
    return now;
  } catch (error) {
    // What runs goes on; the next change may mend it.
    console.error(whyNotBuilt(error));
    return { all: now.all, functions };
  }
}

// Our parts write JSON lines with a level; what is no trouble is shown with --verbose only.
const isTrouble = (line: string) => /"level":"(?:warn|error|critical)"/.test(line);

/** Settles at Ctrl-C or SIGTERM. */
function interrupted(): Promise<'interrupted'> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done('interrupted'));
  });
}

/** Tells that something has changed in these files and folders since one last asked. */
function changesOf(paths: readonly string[]): { next(): Promise<'changed'> } {
  let change = Promise.withResolvers<void>();
  for (const path of paths) watch(path, { recursive: true }, () => change.resolve());
  return {
    async next() {
      await change.promise;
      await pause(quietMilliseconds);
      change = Promise.withResolvers();
      return 'changed';
    },
  };
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(whyNotBuilt(error));
  process.exitCode = 1;
}
// The watchers would keep it.
process.exit();
