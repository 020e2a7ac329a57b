import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DurableExtension } from '../durable/contract.ts';
import { isLoopback } from './address.ts';
import { handleAdmin } from './admin.ts';
import { createReadInput, createWriteOutput } from './bindingValues.ts';
import { createConnections } from './connections.ts';
import { installCoreModule } from './coreModule.ts';
import { createCors } from './cors.ts';
import { createDoor } from './door.ts';
import { asError } from './errors.ts';
import { defineFunctions, usesDurable } from './functionDefinition.ts';
import { runHooks } from './hooks.ts';
import { readHostJson } from './hostJson.ts';
import { createHttpRouter } from './httpRouter.ts';
import { createInvoker } from './invoke.ts';
import { readKeys } from './keys.ts';
import { createListeners } from './listeners.ts';
import { loadApp } from './loadApp.ts';
import { createLog, type LogWriter, writeJsonLine } from './log.ts';
import { createManualTrigger } from './manualTrigger.ts';
import { type ListeningServer, listen, respondWith } from './server.ts';
import { applySettings, readLocalSettings } from './settings.ts';
import { createSpanSender } from './spans.ts';
import { createBlobEventReceiver } from './triggers/blobEvents.ts';
import { defaultBodyLimit } from './triggers/http.ts';
import { createStreamProxy } from './triggers/httpStream.ts';
import { handleWebhook } from './webhooks.ts';

export interface HostOptions {
  /** Where the built app is: package.json, host.json, local.settings.json. */
  readonly appDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The address to listen on; 127.0.0.1 when not given. */
  readonly host?: string;
  /** Where the host keeps its keys; made when it is not there. */
  readonly stateDir: string;
  /** App settings that win over the environment and the settings file. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Read instead of the app's local.settings.json. */
  readonly settingsFile?: string;
  /**
   * Whether keys are asked for. When not given: the admin API's always, those of functions and webhooks only on an
   * address that others can reach.
   */
  readonly auth?: boolean;
  /** Names beside the machine's own by which a browser may call the host, and whose pages may. */
  readonly allowedNames?: readonly string[];
  readonly log?: LogWriter;
  /** The receiver of OTLP over HTTP that is sent a span for each invocation. */
  readonly spansTo?: string;
  /** Milliseconds that running invocations get to end when the host stops; 7 s when not given. */
  readonly shutdownTimeout?: number;
}

export interface Host {
  readonly port: number;
  readonly url: string;
  /** Names of the app's functions, those that are disabled left out. */
  readonly functions: readonly string[];
  /** Takes nothing new, lets what runs end up to the bound, gives the rest back, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Runs a built Functions app in this process. A process can have one host in its life, because the app's modules and
 * environment are the process's own. Rejects with a HostError that says what to mend; nothing is left running then.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const log = createLog(options.log ?? writeJsonLine);
  const appDir = path.resolve(options.appDir);
  const address = options.host ?? '127.0.0.1';
  const auth = options.auth ?? !isLoopback(address);
  const shutdownTimeout = options.shutdownTimeout ?? 7000;

  const settingsFile = options.settingsFile ?? path.join(appDir, 'local.settings.json');
  const local = await readLocalSettings(settingsFile, options.settingsFile !== undefined);
  applySettings(process.env, local.values, options.settings ?? {});
  const setting = (name: string) => process.env[name];
  const { config: hostJson, ignored } = await readHostJson(appDir, currentSettings());
  log.setLevels(hostJson.logging.logLevel);
  if (ignored.length > 0) log.write('debug', 'Host', 'host-json.without-effect', { paths: ignored });
  const keys = await readKeys(options.stateDir);
  const hostId = setting('AzureFunctionsWebHost__hostid') ?? hostIdOf(appDir);

  const closers: (() => Promise<void> | void)[] = [];
  let handler: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async (_, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end('The host is starting.\n');
  };
  const server: ListeningServer = await listen(address, options.port, (request, response) => {
    handler(request, response).catch((thrown) => {
      log.write('error', 'Host.Http', 'request.failed', { path: request.url, error: asError(thrown).stack });
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  closers.push(() => server.close(0));
  const authority = `${reachable(address)}:${server.port}`;
  const url = `http://${authority}`;

  try {
    prepareEnvironment(appDir, authority);
    const core = installCoreModule(log);
    const app = await loadApp(appDir, core);
    const functions = defineFunctions(core.functions, hostJson.functions, setting, log);
    const connections = createConnections(currentSettings, hostJson);
    closers.unshift(() => connections.close());

    let durable: DurableExtension | undefined;
    const spans = options.spansTo === undefined ? undefined : createSpanSender(options.spansTo);
    closers.push(async () => spans?.close());
    const invoker = createInvoker({
      spans,
      core,
      log,
      timeout: hostJson.functionTimeout,
      readInput: createReadInput(connections, () => durable),
      writeOutput: createWriteOutput(connections, hostJson),
    });
    if (functions.some(usesDurable)) {
      // Loaded only by an app that is durable: it costs others neither time nor memory.
      const { createDurable } = await import('./triggers/durable.ts');
      durable = createDurable({
        functions,
        connections,
        config: hostJson.extensions.durableTask,
        setting,
        url,
        systemKey: auth ? keys.systemKeys.durabletask_extension : '',
        invoker,
        log,
      });
    }
    const timeZone = setting('WEBSITE_TIME_ZONE');
    const listeners = createListeners({ functions, connections, hostJson, hostId, timeZone, invoker, log });
    const proxy = app.httpUri === undefined ? undefined : createStreamProxy(app.httpUri);
    const router = createHttpRouter({
      functions,
      config: hostJson.extensions.http,
      keys,
      auth,
      trigger: { invoker, proxy, bodyLimit: bodyLimit(setting('FUNCTIONS_REQUEST_BODY_SIZE_LIMIT')) },
    });
    const adminAuth = options.auth ?? true;
    const admin = {
      functions,
      hostJson,
      hostId,
      url,
      keys,
      auth: adminAuth,
      invoker,
      manual: createManualTrigger(connections),
    };
    const webhooks = { durable, blobEvents: createBlobEventReceiver(listeners.blobQueue, log), keys, auth };
    const cors = createCors(local.cors);
    const { allowedNames = [] } = options;
    const door = createDoor({ address, allowedNames, corsOrigins: local.cors?.origins ?? [] });

    handler = async (request, response) => {
      const target = URL.parse(`http://${request.headers.host ?? authority}${request.url ?? '/'}`);
      const refusal = target ? door(request, target) : undefined;
      if (!target) {
        response.writeHead(400).end();
      } else if (refusal !== undefined) {
        response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(`${refusal}\n`);
      } else if (cors(request, response)) {
        response.writeHead(204).end();
      } else if (/^\/admin\//i.test(target.pathname)) {
        await respondWith(response, handleAdmin(request, target, admin));
      } else if (/^\/runtime\/webhooks\//i.test(target.pathname)) {
        await respondWith(response, handleWebhook(request, target, webhooks));
      } else {
        await router(request, response, target);
      }
    };

    const stopDurable = once(async () => durable?.stop());
    if (durable) {
      await durable.start();
      closers.unshift(stopDurable);
      log.write('info', 'Host', 'durable.started', { taskHub: hostJson.extensions.durableTask.hubName });
    }
    for (const listener of listeners.all) {
      closers.unshift(() => listener.close());
      await listener.start();
    }
    const names = functions.filter(({ disabled }) => !disabled).map(({ name }) => name);
    log.write('info', 'Host', 'host.started', { app: app.name, url, functions: names, auth });

    return {
      port: server.port,
      url,
      functions: names,
      async stop() {
        log.write('info', 'Host', 'host.stopping', { running: invoker.running });
        await Promise.all(listeners.all.map((listener) => listener.pause()));
        const stopped = Promise.all([
          stopDurable(),
          server.close(shutdownTimeout),
          invoker.idle(),
          ...listeners.all.map((listener) => listener.idle()),
        ]);
        await Promise.race([stopped, pause(shutdownTimeout, undefined, { ref: false })]);
        const abandoned = invoker.running;
        if (abandoned > 0) log.write('warn', 'Host', 'host.abandons', { running: abandoned });
        proxy?.close();
        for (const close of closers.splice(0)) await close();
        await runHooks(core.hooks.appTerminate, { hookData: core.appLevelHookData, appHookData: core.appHookData });
        log.write('info', 'Host', 'host.stopped');
      },
    };
  } catch (thrown) {
    for (const close of closers) await close();
    throw thrown;
  }
}

/** The name under which a host of this app remembers what it has seen, unless a setting gives it another. */
export function hostIdOf(appDir: string): string {
  return createHash('sha256').update(appDir).digest('hex').slice(0, 32);
}

/** The same work however often it is asked for. */
function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

/** What the app and its libraries read to learn where they run, as Core Tools sets it. */
function prepareEnvironment(appDir: string, authority: string): void {
  process.env.AZURE_FUNCTIONS_ENVIRONMENT ??= 'Development';
  process.env.FUNCTIONS_WORKER_RUNTIME ??= 'node';
  process.env.AzureWebJobsScriptRoot = appDir;
  // durable-functions takes port 7071 for granted unless it is told otherwise.
  process.env.WEBSITE_HOSTNAME = authority;
}

function currentSettings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function bodyLimit(setting: string | undefined): number {
  const bytes = Number(setting ?? defaultBodyLimit);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : defaultBodyLimit;
}

/** An address that a client can call, for one that stands for all of the machine's. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}
