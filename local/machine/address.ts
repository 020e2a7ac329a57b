import { isLoopback } from '../host/address.ts';

/** Under which address people reach this machine, and who signs them in. */
export interface PublicAddress {
  readonly url: URL;
  /** Name or address of the proxy that signs people in; undefined where nobody signs in. */
  readonly proxy: string | undefined;
}

/**
 * Reads ASKWELL_URL and ASKWELL_SIGN_IN_PROXY.
 * @throws Error that says what is wrong: an address that others can reach needs a proxy that signs them in.
 */
export function readAddress(environment: Readonly<Record<string, string | undefined>>): PublicAddress {
  const text = environment.ASKWELL_URL || 'http://127.0.0.1:8080';
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || text.replace(/\/$/, '') !== url.origin)
    throw new Error('ASKWELL_URL is the address that people open: http or https, a name and perhaps a port, no path.');
  const proxy = environment.ASKWELL_SIGN_IN_PROXY || undefined;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (proxy === undefined && !isLoopback(name))
    throw new Error(
      `ASKWELL_URL is ${url.origin}, which others can reach, and nobody would sign in: everybody could read and delete every lesson. ` +
        'Name a proxy that signs people in (ASKWELL_SIGN_IN_PROXY; "docker compose --profile sign-in" has one), or take 127.0.0.1.',
    );
  if (proxy !== undefined && url.protocol !== 'https:' && !isLoopback(name))
    throw new Error(`ASKWELL_URL is ${url.origin}: what people sign in with would be sent in the clear. Take https.`);
  return { url, proxy };
}
