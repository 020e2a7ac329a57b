import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { isLoopback } from './address.ts';

export interface DoorOptions {
  /** The address that the host listens on. */
  readonly address: string;
  /** Further names under which the user lets it be called, as a browser writes them, without a port. */
  readonly allowedNames: readonly string[];
  /** Origins whose pages may call the functions; `*` stands for all. */
  readonly corsOrigins: readonly string[];
}

/** Gives why a request is not let in, for its caller to read, or undefined. `url` is what its Host header and path say. */
export type Door = (request: IncomingMessage, url: URL) => string | undefined;

/**
 * Any page in the user's browser can send requests to this machine. One whose name was made to lead here has that name
 * in `Host`; one of another origin says so in `Origin`. Both stay outside, unless the user names them.
 */
export function createDoor({ address, allowedNames, corsOrigins }: DoorOptions): Door {
  const names = new Set([address, ...allowedNames].map((name) => name.toLowerCase()));
  const allowed = new Set(allowedNames.map((name) => name.toLowerCase()));
  const open = !isLoopback(address);
  const knows = (name: string) =>
    names.has(name) || isLoopback(name) || (open && (isIP(name) > 0 || name === hostname().toLowerCase()));
  return ({ headers: { origin } }, url) => {
    if (!knows(bare(url.hostname)))
      return 'This host is not known by the name in the request: name it with --allow-host to let it be called so.';
    if (origin === undefined || corsOrigins.includes(origin)) return undefined;
    // Who may call every function is not thereby meant to drive the host.
    if (corsOrigins.includes('*') && !/^\/(admin|runtime)\//i.test(url.pathname)) return undefined;
    const from = URL.parse(origin);
    // The host parts alone: a proxy in front may speak https.
    if (from?.host === url.host || (from && allowed.has(bare(from.hostname)))) return undefined;
    return 'Pages of another origin may call this host only where Host.CORS in local.settings.json names their origin.';
  };
}

const bare = (name: string) => name.replace(/^\[|\]$/g, '');
