// Everything on one machine behind one address: what the image of local/Dockerfile runs.
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCommandLine } from '../commandLine.ts';
import { behindProxy, machineAlone } from '../frontDoor/callers.ts';
import { startFrontDoor } from '../frontDoor/server.ts';
import { portsFrom } from '../ports.ts';
import { portSettingsOf, readResources } from '../resources.ts';
import { startStack } from '../stack.ts';
import { readUserSettings } from '../userSettings.ts';
import { type PublicAddress, readAddress } from './address.ts';
import { storageKey } from './storageKey.ts';

const usage = `Runs the local cloud and the app behind one address, for others than its developers.

  node local/machine/main.ts [options]

  --app DIR        the application, with its infra/local.json; default: this folder. It is not built
  --state DIR      where everything is kept; default .askwell
  --port N         of the one address; default 8080
  --clear-temporary  empties the temporary folder first: nothing else may use it

ASKWELL_URL is the address that people open (default http://127.0.0.1:8080), ASKWELL_SIGN_IN_PROXY the proxy that signs
them in. Without it only this machine may call.`;

const { values } = readCommandLine(usage, {
  app: { type: 'string', default: '.' },
  state: { type: 'string', default: '.askwell' },
  port: { type: 'string', default: '8080' },
  'clear-temporary': { type: 'boolean', default: false },
});

function log(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), event, ...fields }));
}

async function run({ url, proxy }: PublicAddress): Promise<number> {
  const resources = await readResources(resolve(values.app, 'infra/local.json'));
  const door = resources.frontDoor;
  if (door === undefined) throw new Error('infra/local.json has no "frontDoor": it says what is behind the address.');
  if (values['clear-temporary']) await clear(tmpdir());
  const stateDir = resolve(values.state);
  const stack = await startStack({
    stateDir,
    ports: portsFrom(process.env, portSettingsOf(resources)),
    resources,
    appDir: resources.app.folder,
    settings: {
      ...(await readUserSettings(resources, process.env)),
      [door.storageAddress]: url.origin,
      ...(proxy === undefined ? {} : door.signedIn),
    },
    storageKey: await storageKey(stateDir),
    allowedNames: [url.hostname],
    onRevived: (part) => log('machine.revived', { part }),
    log: (_part, line) => console.log(line),
  });
  try {
    const { host = '', storage = '' } = stack.endpoints;
    const frontDoor = await startFrontDoor({
      address: '0.0.0.0',
      port: Number(values.port),
      appUrl: host,
      blobUrl: /BlobEndpoint=([^;]+)/.exec(storage)?.[1] ?? '',
      containers: door.containers,
      callers: proxy === undefined ? machineAlone() : behindProxy(proxy),
      log,
    });
    log('machine.started', { url: url.origin, signIn: proxy !== undefined });
    const ending = await Promise.race([asked(), stack.broken]);
    log('machine.stopping', ending === null ? {} : { ended: ending });
    await frontDoor.close(5000);
    return ending === null ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

/** What a process that was killed had left there; a lesson's files are gigabytes. */
async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Settles with null when the machine is asked to stop. */
function asked(): Promise<null> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(null));
  });
}

try {
  process.exitCode = await run(readAddress(process.env));
} catch (error) {
  log('machine.failed', { reason: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
