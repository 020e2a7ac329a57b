import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionDefinition } from './functionDefinition.ts';
import type { HostJson } from './hostJson.ts';
import { givenKey, isOneOf, type Keys } from './keys.ts';
import { compileRoute, createRouteTable, decodePath } from './routes.ts';
import { type HttpTriggerOptions, runHttp } from './triggers/http.ts';

export interface HttpRouterOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly config: HostJson['extensions']['http'];
  readonly keys: Keys;
  readonly auth: boolean;
  readonly trigger: HttpTriggerOptions;
}

/** The path at which a function is reached, without a slash in front: prefix and route, or prefix and name. */
export function httpPath(definition: FunctionDefinition, config: HostJson['extensions']['http']): string | undefined {
  const { trigger } = definition;
  if (trigger.type !== 'httpTrigger') return undefined;
  const parts = [config.routePrefix, trigger.route ?? definition.name];
  return parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter((part) => part !== '')
    .join('/');
}

/** Finds the function for a request, asks for its key, and runs it. Throws a HostError for routes that collide. */
export function createHttpRouter(options: HttpRouterOptions) {
  const { config, keys, auth } = options;
  const table = createRouteTable(
    options.functions
      .filter(({ disabled }) => !disabled)
      .flatMap((definition) => {
        const path = httpPath(definition, config);
        if (path === undefined || definition.trigger.type !== 'httpTrigger') return [];
        const { methods, authLevel } = definition.trigger;
        return [{ route: compileRoute(path), methods, name: definition.name, target: { definition, authLevel } }];
      }),
  );
  const functionKeys = [...Object.values(keys.functionKeys), keys.masterKey];
  let outstanding = 0;
  const waiting: (() => void)[] = [];

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const path = decodePath(url.pathname);
    const found = table.find(request.method ?? 'GET', path);
    // A method that no function takes is 404 as well, and says nothing: so it is in Azure.
    if (!found) return refuse(response, 404);
    const { definition, authLevel } = found.target;
    if (auth && authLevel !== 'anonymous') {
      const accepted = authLevel === 'admin' ? [keys.masterKey] : functionKeys;
      if (!isOneOf(givenKey(request.headers, url.searchParams.get('code')), accepted)) return refuse(response, 401);
    }
    if (config.maxOutstandingRequests >= 0 && outstanding >= config.maxOutstandingRequests) {
      return refuse(response, 429, 'The host has as many requests as host.json allows (maxOutstandingRequests).');
    }
    outstanding += 1;
    try {
      if (config.maxConcurrentRequests > 0 && outstanding > config.maxConcurrentRequests) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      for (const [name, value] of Object.entries(config.customHeaders)) response.setHeader(name, value);
      await runHttp({ definition, params: found.params, request, response, url }, options.trigger);
    } finally {
      outstanding -= 1;
      waiting.shift()?.();
    }
  };
}

function refuse(response: ServerResponse, status: number, message?: string): void {
  response.writeHead(status, message ? { 'content-type': 'text/plain; charset=utf-8' } : {}).end(message);
}
