import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type AppPart, heldConditions, offered, ownParts } from './appParts.ts';
import { appSettings } from './appSettings.ts';
import { azuriteReady, emulatorAccount } from './azuriteReady.ts';
import { buildApp } from './buildApp.ts';
import { applies } from './conditions.ts';
import { startRelay } from './events/relay.ts';
import { readKeys } from './host/keys.ts';
import { type Part, type PartOptions, readyLine, startPart } from './part.ts';
import { assertFree, type Ports } from './ports.ts';
import {
  allowOrigins,
  createContainers,
  createCosmosContainers,
  createTables,
  portSettingsOf,
  type Resources,
} from './resources.ts';
import { Revivals } from './revivals.ts';

/** Every part of an application's local cloud, its own among them. */
export function partNames({ parts }: Pick<Resources, 'parts'>): string[] {
  return [...ownParts, ...Object.keys(parts)];
}

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
  /** Names of parts; all of them when not given. */
  readonly only?: readonly string[];
  /** The user's settings, which go before the declared ones, and by which conditions hold. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the functions host is, when another one than ours serves the app. */
  readonly hostUrl?: string;
  /** Names beside the machine's own by which a browser may call the host. */
  readonly allowedNames?: readonly string[];
  /** Whether a part that dies is started again, five times in ten minutes; told once it answers. */
  readonly onRevived?: (name: string) => void;
  /** The receiver of OTLP over HTTP that is sent the host's spans, and the app's where its settings name no other. */
  readonly spansTo?: string;
  /** Told of each part that comes, is up, or is gone. */
  readonly onPart?: (name: string, state: 'starting' | 'running' | 'stopped' | 'died', pid?: number) => void;
  /** The storage account's key, in base64; the emulator's public one when not given. */
  readonly storageKey?: string;
  readonly log: (part: string, line: string) => void;
}

/** Addresses of what was started; absent for what was not. */
export interface Endpoints {
  readonly storage?: string;
  readonly cosmos?: string;
  readonly serviceBus?: string;
  readonly host?: string;
  /** Of the application's own parts, by name. */
  readonly parts: Readonly<Record<string, string>>;
}

export interface Stack {
  readonly endpoints: Endpoints;
  readonly settings: Readonly<Record<string, string>>;
  /** Opens the admin API of our host; absent where it was not started. */
  readonly adminKey?: string;
  readonly parts: ReadonlyMap<string, Part>;
  /** Settles with the name of the first part that ended without being asked to, and was not started again. */
  readonly broken: Promise<string>;
  /** Starts a part again after it was killed or stopped, at the same address. @throws Error for one that was not started. */
  restart(name: string): Promise<void>;
  /** Stops a part alone, until it is started again by `restart`. @throws Error for one that does not run. */
  stopPart(name: string): Promise<void>;
  stop(): Promise<void>;
}

const portsOf: Readonly<Record<string, readonly string[]>> = {
  azurite: ['blob', 'queue', 'table'],
  servicebus: ['serviceBus'],
  events: [],
};

/** How a part is started; `{port}` in its arguments stands for its port. */
interface Launch extends Omit<PartOptions, 'log'> {
  readonly port: number;
}

/**
 * Starts the local cloud, part after part as they need each other, and waits until each answers.
 * @throws Error that names a taken port, or the part that did not start and its last words; nothing stays running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { ports, resources } = options;
  const wanted = new Set(options.only ?? partNames(resources));
  const own = options.settings ?? {};
  const held = heldConditions(resources.conditions, own);
  for (const [name, part] of Object.entries(resources.parts)) if (!applies(part, held)) wanted.delete(name);
  await assertFree(
    [...wanted].flatMap((name) => portsOf[name] ?? [name]),
    ports,
    portSettingsOf(resources),
  );
  await mkdir(options.stateDir, { recursive: true, mode: 0o700 });

  const parts = new Map<string, Part>();
  const started = new Map<string, Launch>();
  let relay: { stop(): Promise<void> } | undefined;
  let startEvents: (() => void) | undefined;
  let stopping = false;
  const broken = Promise.withResolvers<string>();
  const revivals = new Revivals();
  const underWay = new Set<Promise<void>>();

  const start = async (launch: Launch) => {
    const { name, port } = launch;
    // First: what does not come up may be started again, at the same address.
    started.set(name, launch);
    options.onPart?.(name, 'starting');
    const args = launch.args.map((arg) => arg.replaceAll('{port}', String(port)));
    const running = await startPart({ ...launch, args, log: (line) => options.log(name, line) }).catch((error) => {
      options.onPart?.(name, 'died');
      throw error;
    });
    void running.ended.then((how) => {
      if (stopping || parts.get(name) !== running) return;
      options.onPart?.(name, 'died');
      track(onDeath(name, how));
    });
    parts.set(name, running);
    options.onPart?.(name, 'running', running.pid);
  };
  const restart = async (name: string) => {
    if (name === 'events' && startEvents !== undefined) {
      await relay?.stop();
      startEvents();
      return;
    }
    const before = started.get(name);
    if (before === undefined) throw new Error(`${name} was not started here.`);
    const old = parts.get(name);
    // First: its end is no death.
    parts.delete(name);
    await old?.stop();
    await start(old === undefined ? before : samePlace(before, old));
  };
  const stopPart = async (name: string) => {
    if (name === 'events' && relay !== undefined) {
      await relay.stop();
      relay = undefined;
    } else {
      const part = parts.get(name);
      const launch = started.get(name);
      if (part === undefined || launch === undefined) throw new Error(`${name} does not run.`);
      // First: its end is no death. It comes back where others know it.
      parts.delete(name);
      started.set(name, samePlace(launch, part));
      await part.stop();
    }
    options.onPart?.(name, 'stopped');
  };
  const onDeath = async (name: string, how: number | string) => {
    for (let pause = 0; options.onRevived !== undefined && revivals.allow(name); pause = pause * 2 + 500) {
      options.log(name, JSON.stringify({ level: 'warn', event: 'part.died', how, next: 'it is started again' }));
      await delay(pause);
      if (stopping) return;
      try {
        await restart(name);
        options.onRevived(name);
        return;
      } catch (error) {
        if (stopping) return;
        options.log(name, JSON.stringify({ level: 'warn', event: 'part.not-started', error: String(error) }));
      }
    }
    broken.resolve(name);
  };
  const track = (revival: Promise<void>) => {
    underWay.add(revival);
    void revival.finally(() => underWay.delete(revival));
  };
  const said = (name: string, field: string) => {
    const value = parts.get(name)?.said[field];
    return typeof value === 'string' ? value : undefined;
  };
  const state = (name: string) => join(options.stateDir, name);

  const stop = async () => {
    stopping = true;
    await relay?.stop();
    // What is being started again would otherwise come up after everything else has gone.
    await Promise.allSettled(underWay);
    // The host first: what it holds, the others still take back.
    for (const name of ['host', ...Object.keys(resources.parts), 'servicebus', 'cosmos', 'azurite'])
      await parts.get(name)?.stop();
  };

  try {
    const appParts = Object.entries(resources.parts).filter(([name]) => wanted.has(name));
    const storageAndRecords = [
      wanted.has('azurite') && start(azurite(ports, state('azurite'), options.storageKey)),
      wanted.has('cosmos') && start(ours('cosmos', ports.cosmos, ['--state', state('cosmos')])),
      wanted.has('servicebus') &&
        start(ours('servicebus', ports.serviceBus, ['--state', state('servicebus'), '--config', resources.serviceBus])),
      ...appParts.map(([name, part]) =>
        start(
          launchOf(name, part, ports[name], { ...offered(part.environment, held), ...pick(own, part.environment) }),
        ),
      ),
      wanted.has('host') && (options.appDir ?? buildApp(resources.app)),
    ];
    // All of them settle before a failure is told, so that `stop` knows every process that was started.
    const settled = await Promise.allSettled(storageAndRecords);
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
    const found = defined({
      storage: said('azurite', 'connectionString'),
      cosmos: said('cosmos', 'connectionString'),
      serviceBus: said('servicebus', 'connectionString'),
    });
    const addresses: Record<string, string> = {};
    for (const [name] of appParts) {
      const url = said(name, 'url');
      if (url === undefined) throw new Error(`${name} is up, but did not say its "url".`);
      addresses[name] = url;
    }
    if (found.storage !== undefined) {
      await createContainers(found.storage, resources.containers);
      await createTables(found.storage, resources.tables);
    }
    if (found.cosmos !== undefined) await createCosmosContainers(found.cosmos, resources.cosmos);

    const settings = {
      ...(options.spansTo === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: options.spansTo }),
      ...appSettings(resources, own, { ...found, parts: addresses }),
    };
    if (wanted.has('host')) {
      const appDir = options.appDir ?? resources.app.folder;
      const { settingsFile } = options;
      const args = [
        ...['--app', appDir, '--state', state('host')],
        ...(settingsFile === undefined || !existsSync(settingsFile) ? [] : ['--settings', settingsFile]),
        ...(options.spansTo === undefined ? [] : ['--spans-to', options.spansTo]),
        ...(options.allowedNames ?? []).flatMap((name) => ['--allow-host', name]),
      ];
      await start({
        ...ours('host', ports.host, args),
        nodeOptions: ['--enable-source-maps', ...(options.hostNodeOptions ?? [])],
        environment: settings,
      });
    }
    const opensAdmin = wanted.has('host') ? { adminKey: (await readKeys(state('host'))).masterKey } : {};
    const host = said('host', 'url');
    const hostUrl = host ?? options.hostUrl;
    if (hostUrl !== undefined && found.storage !== undefined && resources.cors !== undefined)
      await allowOrigins(found.storage, loopbackOrigins(hostUrl), resources.cors);
    if (wanted.has('events') && found.storage !== undefined && hostUrl !== undefined) {
      const relayed = { storageConnection: found.storage, hostUrl, ...opensAdmin, stateDir: state('events') };
      startEvents = () => {
        const log = (event: string, fields: object) => options.log('events', JSON.stringify({ event, ...fields }));
        relay = startRelay({ ...relayed, log });
        options.onPart?.('events', 'running');
      };
      startEvents();
    }
    const endpoints: Endpoints = { ...found, ...(host === undefined ? {} : { host }), parts: addresses };
    return { endpoints, settings, ...opensAdmin, parts, broken: broken.promise, restart, stopPart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One of our own parts: NAME/main beside this file, which says one JSON line when it is ready. */
function ours(name: string, port = 0, args: readonly string[] = []): Launch {
  const script = fileURLToPath(new URL(`./${name}/main.ts`, import.meta.url));
  return { name, script, args: ['--port', '{port}', ...args], port, ready: readyLine, timeoutSeconds: 60 };
}

function azurite(ports: Ports, folder: string, key?: string): Launch {
  const script = fileURLToPath(new URL('./azurite/main.ts', import.meta.url));
  const numbers = ['blob', 'queue', 'table'].map((name) => `--${name}Port=${ports[name] ?? 0}`);
  const args = ['--location', folder, '--skipApiVersionCheck', '--disableTelemetry', ...numbers];
  const environment = key === undefined ? {} : { AZURITE_ACCOUNTS: `${emulatorAccount}:${key}` };
  return { name: 'azurite', script, args, port: 0, environment, ready: azuriteReady(key), timeoutSeconds: 60 };
}

function launchOf(
  name: string,
  { script, args, timeoutSeconds }: AppPart,
  port = 0,
  environment: Readonly<Record<string, string>> = {},
): Launch {
  return { name, script, args, port, environment, ready: readyLine, timeoutSeconds };
}

/** A launch at the ports that the part had: one that had taken free ones takes the same again, as others know them. */
function samePlace(launch: Launch, { said }: Part): Launch {
  const { port, url, connectionString } = said;
  if (typeof port === 'number') return { ...launch, port };
  if (typeof url === 'string') return { ...launch, port: Number(new URL(url).port) };
  // Azurite has three ports.
  const places = [...String(connectionString).matchAll(/(Blob|Queue|Table)Endpoint=http:\/\/[^:;]+:(\d+)/g)];
  const taken = new Map(places.map(([, name, number]) => [`--${name?.toLowerCase()}Port`, number]));
  const args = launch.args.map((arg) => {
    const number = taken.get(arg.split('=')[0] ?? '');
    return number === undefined ? arg : `${arg.split('=')[0]}=${number}`;
  });
  return { ...launch, args };
}

/** A page on the host's port has one of these origins, as its reader typed the address. */
function loopbackOrigins(hostUrl: string): string[] {
  const { protocol, port } = new URL(hostUrl);
  return ['localhost', '127.0.0.1'].map((name) => `${protocol}//${name}:${port}`);
}

/** What there is of these names. */
function pick(values: Readonly<Record<string, string>>, names: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in names));
}

/** Without what is undefined. */
function defined<K extends string>(values: Readonly<Record<K, string | undefined>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<
    Record<K, string>
  >; // the keys are the same
}
