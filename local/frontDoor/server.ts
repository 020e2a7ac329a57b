import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ListeningServer, listen } from '../host/server.ts';
import type { Callers } from './callers.ts';
import { passOn } from './passOn.ts';
import { principalOf, withoutClaims } from './principal.ts';
import { destinationOf } from './route.ts';

export interface FrontDoorOptions {
  /** The address to listen on. */
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the functions host is. */
  readonly appUrl: string;
  /** The blob endpoint, with the account's name as its path. */
  readonly blobUrl: string;
  /** Containers that browsers read and write by signed addresses. */
  readonly containers: readonly string[];
  readonly callers: Callers;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/**
 * The one address of a machine: requests for functions go to the host, signed addresses of blobs to storage. Who has
 * signed in is told the host in the header that Azure's platform would write, and by nobody but the proxy.
 * @throws HostError that names a taken port.
 */
export async function startFrontDoor(options: FrontDoorOptions): Promise<ListeningServer> {
  const { callers, log } = options;
  const blobs = new URL(options.blobUrl);
  const routes = { account: blobs.pathname.split('/')[1] ?? '', containers: options.containers };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const standing = await callers(request.socket.remoteAddress ?? '');
    if (standing === 'refused') return refuse(response, 403, 'Nobody signs in here, so only this machine may call.');
    const destination = destinationOf(request.method ?? '', request.url ?? '', routes);
    if (destination === 'nowhere') return refuse(response, 404, 'Nothing is at this address.');
    const principal = standing === 'signs-in' ? principalOf(request.headers) : undefined;
    const headers = withoutClaims(request.headers);
    if (destination === 'app') {
      const signedIn = principal === undefined ? {} : { 'x-ms-client-principal': principal };
      return passOn(request, response, options.appUrl, { ...headers, ...signedIn });
    }
    // A signature speaks for itself; another way of saying who one is has no business here.
    const { authorization, cookie, ...signed } = headers;
    return passOn(request, response, blobs.origin, { ...signed, host: blobs.host });
  }

  return listen(options.address, options.port, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.destroyed) return;
      log('request.failed', { method: request.method, error: error instanceof Error ? error.message : String(error) });
      if (response.headersSent) response.destroy();
      else refuse(response, 502, 'A part of this machine does not answer. Try again in a moment.');
    });
  });
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' }).end(`${why}\n`);
}
