import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalSettings } from './settings.ts';

/** Sets the headers that let a page of another origin read the answer; true when the request was only to ask. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

/** As local.settings.json says under `Host.CORS`; without it no other origin is let in. */
export function createCors(config: LocalSettings['cors']): Cors {
  if (!config) return () => false;
  const everybody = config.origins.includes('*');
  return (request, response) => {
    const { origin } = request.headers;
    if (origin === undefined || !(everybody || config.origins.includes(origin))) return false;
    // A wildcard may not go with credentials, so the origin is named whenever they are allowed.
    response.setHeader('access-control-allow-origin', everybody && !config.credentials ? '*' : origin);
    response.setHeader('vary', 'origin');
    if (config.credentials) response.setHeader('access-control-allow-credentials', 'true');
    const method = request.headers['access-control-request-method'];
    if (request.method !== 'OPTIONS' || method === undefined) return false;
    response.setHeader('access-control-allow-methods', method);
    const headers = request.headers['access-control-request-headers'];
    if (headers !== undefined) response.setHeader('access-control-allow-headers', headers);
    return true;
  };
}
