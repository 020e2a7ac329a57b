import type { IncomingMessage } from 'node:http';
import { asError } from './errors.ts';
import type { FunctionDefinition } from './functionDefinition.ts';
import type { HostJson } from './hostJson.ts';
import { httpPath } from './httpRouter.ts';
import type { Invoker } from './invoke.ts';
import { givenKey, isOneOf, type Keys } from './keys.ts';
import { type ManualTrigger, ManualTriggerError } from './manualTrigger.ts';
import { decodePath } from './routes.ts';
import { BodyTooLarge, readBody } from './triggers/http.ts';

export interface AdminOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly hostJson: HostJson;
  readonly hostId: string;
  readonly url: string;
  readonly keys: Keys;
  readonly auth: boolean;
  readonly invoker: Invoker;
  readonly manual: ManualTrigger;
}

const bodyLimit = 16_777_216;

/** Answers what is under /admin: the host's state, its functions, and running one of them by hand. */
export async function handleAdmin(request: IncomingMessage, url: URL, options: AdminOptions): Promise<Response> {
  const [, area = '', rest = ''] = /^\/admin\/([^/]+)\/?(.*?)\/?$/i.exec(url.pathname) ?? [];
  const get = request.method === 'GET';
  if (area.toLowerCase() === 'host' && rest.toLowerCase() === 'ping') return new Response(null, { status: 200 });
  const key = givenKey(request.headers, url.searchParams.get('code'));
  if (options.auth && !isOneOf(key, [options.keys.masterKey])) return new Response(null, { status: 401 });
  switch (`${area.toLowerCase()}/${area.toLowerCase() === 'host' ? rest.toLowerCase() : ''}`) {
    case 'host/status':
      return get ? Response.json(status(options)) : new Response(null, { status: 405 });
    case 'functions/':
      return functions(request, decodePath(rest), options);
    default:
      return new Response(null, { status: 404 });
  }
}

function status({ hostId, invoker }: AdminOptions) {
  return {
    id: hostId,
    state: 'Running',
    version: '4.0.0',
    versionDetails: `Node.js ${process.version}`,
    processUptime: Math.round(process.uptime() * 1000),
    runningInvocations: invoker.running,
  };
}

async function functions(request: IncomingMessage, name: string, options: AdminOptions): Promise<Response> {
  if (name === '') {
    if (request.method !== 'GET') return new Response(null, { status: 405 });
    return Response.json(options.functions.map((definition) => describeFunction(definition, options)));
  }
  const definition = options.functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!definition) return problem(404, `This app has no function "${name}".`);
  if (request.method === 'GET') return Response.json(describeFunction(definition, options));
  if (request.method !== 'POST') return new Response(null, { status: 405 });
  return run(request, definition, options);
}

/** Begins the run and says so; how it ends is in the log, as in Azure. */
async function run(request: IncomingMessage, definition: FunctionDefinition, options: AdminOptions): Promise<Response> {
  try {
    const text = (await readBody(request, bodyLimit)).toString('utf8');
    const event = await options.manual(definition, inputOf(text));
    options.invoker.invoke(definition, event).catch(() => undefined); // the invoker logs a failure; nobody waits here
    return new Response(null, { status: 202 });
  } catch (thrown) {
    if (thrown instanceof BodyTooLarge) return problem(413, thrown.message);
    if (thrown instanceof ManualTriggerError) return problem(400, thrown.message);
    throw thrown;
  }
}

function inputOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (thrown) {
    throw new ManualTriggerError(`The body is not JSON (${asError(thrown).message}): send {"input": …}.`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ManualTriggerError('The body must be an object: {"input": …}.');
  }
  return 'input' in body ? body.input : undefined;
}

/** As Core Tools shows a function. */
export function describeFunction(definition: FunctionDefinition, options: Pick<AdminOptions, 'hostJson' | 'url'>) {
  const path = httpPath(definition, options.hostJson.extensions.http);
  const bindings = Object.entries(definition.metadata.bindings).map(([name, binding]) => ({ ...binding, name }));
  return {
    name: definition.name,
    script_href: definition.scriptFile ?? null,
    invoke_url_template: path === undefined ? null : `${options.url}/${path.toLowerCase()}`,
    language: 'node',
    isDisabled: definition.disabled,
    config: { bindings, scriptFile: definition.scriptFile ?? null },
  };
}

function problem(status: number, detail: string): Response {
  return Response.json({ status, detail }, { status, headers: { 'content-type': 'application/problem+json' } });
}
