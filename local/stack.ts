import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { azuriteReady } from './azuriteReady.ts';
import { buildApp } from './buildApp.ts';
import { startRelay } from './events/relay.ts';
import { readKeys } from './host/keys.ts';
import { namesSpeech } from './ownSpeech.ts';
import { type Part, type PartOptions, readyLine, startPart } from './part.ts';
import { assertFree, type PortName, type Ports } from './ports.ts';
import { allowOrigins, createContainers, createCosmosContainers, createTables, type Resources } from './resources.ts';

/** The parts of the local cloud, in the order in which they start; `events` stands in for Event Grid. */
export const partNames = ['azurite', 'cosmos', 'servicebus', 'speech', 'host', 'events'] as const;
export type PartName = (typeof partNames)[number];

export interface StackOptions {
  /** Another built app than the declared one. */
  readonly appDir?: string;
  /** The user's local.settings.json, for what in it is no setting of the app (CORS). */
  readonly settingsFile?: string;
  /** Options of Node for the functions host, a debugger's for one. */
  readonly hostNodeOptions?: readonly string[];
  readonly stateDir: string;
  readonly ports: Ports;
  readonly resources: Resources;
  readonly only?: readonly PartName[];
  /**
   * The user's settings, which go before the declared ones. Where they name another engine for words, ours serves voices
   * alone; where they say where our service is, none is started.
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the functions host is, when another one than ours serves the app. */
  readonly hostUrl?: string;
  /** Names beside the machine's own by which a browser may call the host. */
  readonly allowedNames?: readonly string[];
  readonly log: (part: string, line: string) => void;
}

/** Addresses of what was started; absent for what was not. */
export interface Endpoints {
  readonly storage?: string;
  readonly cosmos?: string;
  readonly serviceBus?: string;
  readonly speech?: string;
  readonly host?: string;
}

export interface Stack {
  readonly endpoints: Endpoints;
  readonly settings: Readonly<Record<string, string>>;
  /** Opens the admin API of our host; absent where it was not started. */
  readonly adminKey?: string;
  readonly parts: ReadonlyMap<string, Part>;
  /** Settles with the name of the first part that ended without being asked to. */
  readonly broken: Promise<string>;
  /** Starts a part again after it was killed or stopped, at the same address. */
  restart(name: 'host' | 'servicebus' | 'cosmos' | 'speech' | 'azurite'): Promise<void>;
  stop(): Promise<void>;
}

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const portsOf: Record<PartName, readonly PortName[]> = {
  azurite: ['blob', 'queue', 'table'],
  cosmos: ['cosmos'],
  servicebus: ['serviceBus'],
  speech: ['speech'],
  host: ['host'],
  events: [],
};

/**
 * Starts the local cloud, part after part as they need each other, and waits until each answers.
 * @throws Error that names a taken port, or the part that did not start and its last words; nothing stays running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const wanted = new Set<PartName>(options.only ?? partNames);
  const own = options.settings ?? {};
  const ownWords = namesSpeech(own, Object.keys(options.resources.speechSettings));
  if ('SPEECH_SERVICE_URL' in own) wanted.delete('speech');
  await assertFree(
    [...wanted].flatMap((name) => portsOf[name]),
    options.ports,
  );
  await mkdir(options.stateDir, { recursive: true, mode: 0o700 });

  const parts = new Map<string, Part>();
  const started = new Map<string, PartOptions>();
  const endpoints: { -readonly [K in keyof Endpoints]: Endpoints[K] } = {};
  let relay: { stop(): Promise<void> } | undefined;
  let stopping = false;
  const broken = Promise.withResolvers<string>();

  const start = async (part: Omit<PartOptions, 'log'>) => {
    const whole: PartOptions = { ...part, log: (line) => options.log(part.name, line) };
    // First: what does not come up may be started again, at the same address.
    started.set(part.name, whole);
    const running = await startPart(whole);
    void running.ended.then(() => {
      if (!stopping && parts.get(part.name) === running) broken.resolve(part.name);
    });
    parts.set(part.name, running);
    return running.said;
  };
  const state = (name: string) => join(options.stateDir, name);

  const stop = async () => {
    stopping = true;
    await relay?.stop();
    // The host first: what it holds, the others still take back.
    for (const name of ['host', 'speech', 'servicebus', 'cosmos', 'azurite']) await parts.get(name)?.stop();
  };

  try {
    const { ports, resources } = options;
    const storageAndRecords = [
      wanted.has('azurite') && startAzurite(start, ports, state('azurite')),
      wanted.has('cosmos') && start(ours('cosmos', ['--port', ports.cosmos, '--state', state('cosmos')])),
      wanted.has('servicebus') &&
        start(
          ours('servicebus', [
            '--port',
            ports.serviceBus,
            '--state',
            state('servicebus'),
            '--config',
            resources.serviceBus,
          ]),
        ),
      wanted.has('speech') &&
        start({
          ...ours('speech', ['--port', ports.speech]),
          script: local('../speech/main.ts'),
          environment: { SPEECH_SERVES: ownWords ? 'voices' : 'words,voices' },
          timeoutSeconds: 120,
        }),
      wanted.has('host') && (options.appDir ?? buildApp(resources.app)),
    ];
    // All of them settle before a failure is told, so that `stop` knows every process that was started.
    const settled = await Promise.allSettled(storageAndRecords);
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
    const said = (name: string, field: string) => {
      const value = parts.get(name)?.said[field];
      return typeof value === 'string' ? value : undefined;
    };
    const found = {
      storage: said('azurite', 'connectionString'),
      cosmos: said('cosmos', 'connectionString'),
      serviceBus: said('servicebus', 'connectionString'),
      speech: said('speech', 'url'),
    };
    for (const [name, value] of Object.entries(found))
      if (value !== undefined) Object.assign(endpoints, { [name]: value });
    if (endpoints.storage !== undefined) {
      await createContainers(endpoints.storage, resources.containers);
      await createTables(endpoints.storage, resources.tables);
    }
    if (endpoints.cosmos !== undefined) await createCosmosContainers(endpoints.cosmos, resources.cosmos);

    const settings = settingsFor(resources, endpoints, own, ownWords);
    if (wanted.has('host')) {
      const appDir = options.appDir ?? resources.app.folder;
      const { settingsFile } = options;
      const args = [
        ...['--app', appDir, '--port', ports.host, '--state', state('host')],
        ...(settingsFile === undefined || !existsSync(settingsFile) ? [] : ['--settings', settingsFile]),
        ...(options.allowedNames ?? []).flatMap((name) => ['--allow-host', name]),
      ];
      await start({
        ...ours('host', args),
        nodeOptions: ['--enable-source-maps', ...(options.hostNodeOptions ?? [])],
        environment: settings,
      });
      const url = said('host', 'url');
      if (url !== undefined) endpoints.host = url;
    }
    const opensAdmin = wanted.has('host') ? { adminKey: (await readKeys(state('host'))).masterKey } : {};
    const hostUrl = endpoints.host ?? options.hostUrl;
    if (hostUrl !== undefined && endpoints.storage !== undefined && resources.cors !== undefined)
      await allowOrigins(endpoints.storage, loopbackOrigins(hostUrl), resources.cors);
    if (wanted.has('events') && endpoints.storage !== undefined && hostUrl !== undefined) {
      relay = startRelay({
        storageConnection: endpoints.storage,
        hostUrl,
        ...opensAdmin,
        stateDir: state('events'),
        log: (event, fields) => options.log('events', JSON.stringify({ event, ...fields })),
      });
    }
    const restart = async (name: string) => {
      const before = started.get(name);
      if (before === undefined) throw new Error(`${name} was not started here.`);
      const old = parts.get(name);
      parts.delete(name);
      await old?.stop();
      await start({ ...before, args: samePorts(before, old) });
    };
    return { endpoints, settings, ...opensAdmin, parts, broken: broken.promise, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One of our own parts: local/NAME/main.ts, which says one JSON line when it is ready. */
function ours(name: string, args: readonly (string | number)[]): Omit<PartOptions, 'log'> {
  return { name, script: local(`./${name}/main.ts`), args: args.map(String), ready: readyLine, timeoutSeconds: 60 };
}

function startAzurite(start: (part: Omit<PartOptions, 'log'>) => Promise<unknown>, ports: Ports, folder: string) {
  const script = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const args = ['--location', folder, '--skipApiVersionCheck', '--disableTelemetry'];
  const numbers = [`--blobPort=${ports.blob}`, `--queuePort=${ports.queue}`, `--tablePort=${ports.table}`];
  return start({ name: 'azurite', script, args: [...args, ...numbers], ready: azuriteReady(), timeoutSeconds: 60 });
}

/** A part that had taken a free port takes the same one again: others know its address. */
function samePorts(before: PartOptions, old: Part | undefined): string[] {
  const url = old?.said.url;
  const port =
    typeof old?.said.port === 'number'
      ? old.said.port
      : typeof url === 'string'
        ? Number(new URL(url).port)
        : undefined;
  const at = before.args.indexOf('--port');
  return before.args.map((arg, index) => (port !== undefined && index === at + 1 ? String(port) : arg));
}

/** A page on the host's port has one of these origins, as its reader typed the address. */
function loopbackOrigins(hostUrl: string): string[] {
  const { protocol, port } = new URL(hostUrl);
  return ['localhost', '127.0.0.1'].map((name) => `${protocol}//${name}:${port}`);
}

/** The application's settings: the declared ones whose addresses are known, then what the user set. */
function settingsFor(
  resources: Resources,
  endpoints: Endpoints,
  own: Readonly<Record<string, string>>,
  ownWords: boolean,
): Record<string, string> {
  const settings: Record<string, string> = {};
  const words = ownWords || endpoints.speech === undefined ? {} : resources.speechSettings;
  for (const [setting, text] of Object.entries({ ...resources.settings, ...words })) {
    let known = true;
    const filled = text.replace(/\{(storage|cosmos|serviceBus|speech)\}/g, (_, name: keyof Endpoints) => {
      known &&= endpoints[name] !== undefined;
      return endpoints[name] ?? '';
    });
    if (known) settings[setting] = filled;
  }
  return { ...settings, ...own };
}
