import { randomUUID, timingSafeEqual } from 'node:crypto';
import { empty, errorAnswer, notImplemented, RequestError } from './answers.ts';
import { type ClientInputOptions, managementUrls } from './clientInput.ts';
import { entityIdFault, schedulerId } from './entityIds.ts';
import { OrchestrationError, unknownFunction } from './failures.ts';
import type { Control, Received } from './history.ts';
import { AlreadyExistsError, type Hub } from './hub.ts';
import { HubStoppedError } from './hubContext.ts';
import { type Instance, instanceIdFault, isOver } from './instances.ts';
import { listInstances } from './listing.ts';
import { readFilter, readPageSize, readTimeout } from './queries.ts';
import { statusView } from './statusView.ts';

/** Larger payloads belong into a blob. */
const bodyBytesMax = 32 * 1024 * 1024;
const continuationHeader = 'x-ms-continuation-token';
/** Instances purged from one page of the list. */
const purgePageSize = 200;

/** The HTTP management API of one hub. */
export class Management {
  readonly #hub: Hub;
  readonly #links: ClientInputOptions;

  constructor(hub: Hub, links: ClientInputOptions) {
    this.#hub = hub;
    this.#links = links;
  }

  /** Answers a request; `path` is what follows the base URL. Rejects never. */
  async handle(request: Request, path: string): Promise<Response> {
    try {
      const url = new URL(request.url);
      if (!this.#knowsKey(request, url)) return empty(401);
      const segments = splitPath(path);
      const hub = url.searchParams.get('taskHub');
      if (hub && hub.toLowerCase() !== this.#links.taskHub.toLowerCase())
        throw new RequestError(400, `This host serves the task hub '${this.#links.taskHub}', not '${hub}'.`);
      return await this.#route(request, url, segments);
    } catch (error) {
      if (error instanceof RequestError)
        return errorAnswer(error.status, 'One or more of the arguments submitted is incorrect', error);
      if (error instanceof HubStoppedError) return errorAnswer(503, 'The task hub is not running', error);
      if (error instanceof AlreadyExistsError || error instanceof StateError)
        return errorAnswer(500, 'Something went wrong while processing your request', error);
      this.#hub.log('error', 'durable.management.failed', { path, error: String(error) });
      const known = error instanceof Error ? error : new Error(String(error));
      return errorAnswer(500, 'Something went wrong while processing your request', known);
    }
  }

  #knowsKey(request: Request, url: URL): boolean {
    const { systemKey } = this.#links;
    if (!systemKey) return true;
    const key = url.searchParams.get('code') ?? request.headers.get('x-functions-key') ?? '';
    const [given, wanted] = [Buffer.from(key), Buffer.from(systemKey)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  async #route(request: Request, url: URL, segments: readonly string[]): Promise<Response> {
    const [room, first, second, third, ...more] = segments;
    const { method } = request;
    if (more.length > 0) return empty(404);
    if (room === 'entities') return second && !third ? this.#entity(request, url, first ?? '', second) : this.#noList();
    if (room === 'orchestrators' && first && !third)
      return method === 'POST' ? this.#start(request, url, first, second) : empty(404);
    if (room !== 'instances') return empty(404);
    if (!first) {
      if (method === 'GET') return this.#list(request, url);
      return method === 'DELETE' ? this.#purgeAll(url) : empty(404);
    }
    if (!second) {
      if (method === 'GET') return this.#status(url, first);
      return method === 'DELETE' ? this.#purge(first) : empty(404);
    }
    if (method !== 'POST') return empty(404);
    switch (second.toLowerCase()) {
      case 'raiseevent':
        return third ? this.#raise(request, first, third) : empty(404);
      case 'terminate':
        return this.#control(url, first, 'terminated');
      case 'suspend':
        return this.#control(url, first, 'suspended');
      case 'resume':
        return this.#control(url, first, 'resumed');
      case 'restart':
        return this.#restart(url, first);
      case 'rewind':
        return this.#rewind(first);
      default:
        return empty(404);
    }
  }

  #noList(): Response {
    return notImplemented('A list of durable entities is');
  }

  async #entity(request: Request, url: URL, name: string, key: string): Promise<Response> {
    const id = { name, key };
    const fault = entityIdFault(id);
    if (fault) throw new RequestError(400, fault);
    const known = this.#hub.known.entities;
    if (!known.some((each) => each.toLowerCase() === name.toLowerCase()))
      throw new RequestError(request.method === 'GET' ? 404 : 400, unknownFunction(name, 'entity', known));
    if (request.method === 'GET') {
      const state = await this.#hub.entities.state(schedulerId(id));
      return state === undefined ? empty(404) : Response.json(JSON.parse(state));
    }
    if (request.method !== 'POST') return notImplemented(`${request.method} of a durable entity is`);
    const input = await readJson(request);
    const operation = url.searchParams.get('op') ?? '';
    await this.#hub.entities.send(schedulerId(id), { id: randomUUID(), operation, input, signal: true });
    return empty(202);
  }

  async #start(request: Request, url: URL, name: string, id: string | undefined): Promise<Response> {
    const input = (await readJson(request)) ?? 'null';
    const instanceId = id ?? randomUUID().replaceAll('-', '');
    return this.#begin(url, { name, instanceId, input, version: url.searchParams.get('version') ?? undefined });
  }

  async #restart(url: URL, id: string): Promise<Response> {
    const { name, version, input } = await this.#existing(id);
    const sameId = url.searchParams.get('restartWithNewInstanceId')?.toLowerCase() === 'false';
    return this.#begin(url, { name, version, input, instanceId: sameId ? id : randomUUID().replaceAll('-', '') });
  }

  async #begin(
    url: URL,
    wanted: { name: string; instanceId: string; input: string; version: string | undefined },
  ): Promise<Response> {
    const known = this.#hub.known.orchestrators;
    const name = known.find((each) => each.toLowerCase() === wanted.name.toLowerCase());
    if (name === undefined)
      throw new RequestError(400, new OrchestrationError(unknownFunction(wanted.name, 'orchestrator', known)).message);
    const fault = instanceIdFault(wanted.instanceId);
    if (fault) throw new RequestError(400, fault);
    await this.#hub.start({ ...wanted, name });
    const timeoutMs = readTimeout(url.searchParams);
    if (timeoutMs !== undefined) {
      await this.#hub.waitUntilOver(wanted.instanceId, timeoutMs);
      const now = await this.#hub.find(wanted.instanceId);
      if (now?.status === 'Completed') return Response.json(now.output === undefined ? null : JSON.parse(now.output));
      if (now && isOver(now.status)) return this.#status(url, wanted.instanceId);
    }
    const links = managementUrls(this.#links, wanted.instanceId);
    const headers = { location: links.statusQueryGetUri ?? '', 'retry-after': '10' };
    return Response.json(links, { status: 202, headers });
  }

  async #status(url: URL, id: string): Promise<Response> {
    const instance = await this.#hub.find(id);
    if (!instance) return empty(404);
    const flag = (name: string, otherwise: boolean) => {
      const text = url.searchParams.get(name)?.toLowerCase();
      return text === 'true' || (text !== 'false' && otherwise);
    };
    const showHistory = flag('showHistory', false);
    const turns = showHistory ? (this.#hub.live(id)?.turns ?? (await this.#hub.store.load(id))?.turns ?? []) : [];
    const options = {
      showInput: flag('showInput', true),
      showHistory,
      showHistoryOutput: flag('showHistoryOutput', false),
      showPending: flag('showPending', false),
    };
    const body = statusView(instance, turns, options);
    if (!isOver(instance.status))
      return Response.json(body, { status: 202, headers: { location: url.href, 'retry-after': '5' } });
    const failed = instance.status === 'Failed' && flag('returnInternalServerErrorOnFailure', false);
    return Response.json(body, { status: failed ? 500 : 200 });
  }

  async #list(request: Request, url: URL): Promise<Response> {
    const filter = readFilter(url.searchParams);
    const token = request.headers.get(continuationHeader) ?? undefined;
    const page = await listInstances(this.#hub.store, filter, readPageSize(url.searchParams), token);
    const showInput = url.searchParams.get('showInput')?.toLowerCase() !== 'false';
    const options = { showInput, showHistory: false, showHistoryOutput: false };
    return Response.json(
      page.instances.map((instance) => statusView(instance, [], options)),
      page.continuationToken ? { headers: { [continuationHeader]: page.continuationToken } } : {},
    );
  }

  async #purge(id: string): Promise<Response> {
    await this.#existing(id);
    return Response.json({ instancesDeleted: (await this.#hub.purge(id)) ? 1 : 0 });
  }

  async #purgeAll(url: URL): Promise<Response> {
    const filter = readFilter(url.searchParams);
    if (!filter.createdFrom) throw new RequestError(400, "Please provide value for 'createdTimeFrom' parameter.");
    let instancesDeleted = 0;
    let token: string | undefined;
    do {
      const page = await listInstances(this.#hub.store, filter, purgePageSize, token);
      for (const { instanceId } of page.instances) if (await this.#hub.purge(instanceId)) instancesDeleted += 1;
      token = page.continuationToken;
    } while (token);
    return instancesDeleted === 0 ? empty(404) : Response.json({ instancesDeleted });
  }

  async #raise(request: Request, id: string, name: string): Promise<Response> {
    if (isOver((await this.#existing(id)).status)) return empty(410);
    const input = (await readJson(request)) ?? 'null';
    const event: Received = { kind: 'eventRaised', at: new Date().toISOString(), name, input };
    return empty((await this.#hub.raise(id, event)) ? 202 : 410);
  }

  async #control(url: URL, id: string, kind: Control['kind']): Promise<Response> {
    const { status } = await this.#existing(id);
    if (isOver(status)) return empty(410);
    if (kind === 'suspended' && status === 'Suspended') throw new StateError(id, status);
    const reason = url.searchParams.get('reason') ?? '';
    return empty((await this.#hub.control(id, { kind, reason })) ? 202 : 410);
  }

  async #rewind(id: string): Promise<Response> {
    await this.#existing(id);
    if (await this.#hub.rewind(id)) return empty(202);
    // The SDK gives the text as its error.
    return new Response('The rewind operation is only supported on failed orchestration instances.', { status: 412 });
  }

  async #existing(id: string): Promise<Instance> {
    const instance = await this.#hub.find(id);
    if (!instance) throw new NotFoundError(id);
    return instance;
  }
}

function splitPath(path: string): string[] {
  try {
    const segments = path.split('/').map(decodeURIComponent);
    return segments.filter((segment) => segment !== '');
  } catch (error) {
    throw new RequestError(400, `The path is not well encoded: ${String(error)}`);
  }
}

/** What Azure's extension refuses because of the state that the instance is in. */
class StateError extends Error {
  override readonly name = 'InvalidOperationException';
  constructor(instanceId: string, status: string) {
    super(`Cannot suspend the orchestration instance ${instanceId} because instance is in the ${status} state.`);
  }
}

class NotFoundError extends RequestError {
  constructor(instanceId: string) {
    super(404, `No instance with ID '${instanceId}' found.`);
  }
}

/** The request's body, as JSON text, or undefined when it has none. */
async function readJson(request: Request): Promise<string | undefined> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  const tooLarge = new RequestError(413, `The body is larger than ${bodyBytesMax} bytes: pass a reference to a blob.`);
  if (declared > bodyBytesMax) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) throw tooLarge;
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw new RequestError(400, `Invalid JSON content: ${error instanceof Error ? error.message : String(error)}`);
  }
}
