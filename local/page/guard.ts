import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What becomes of a request before anything is done for it. */
export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'enter'; readonly cookie: string }
  | { readonly kind: 'refuse'; readonly status: 401 | 403; readonly why: string };

export interface Guard {
  /** Opens the page, in its address. */
  readonly token: string;
  check(request: Pick<IncomingMessage, 'method' | 'headers'>, url: URL): Verdict;
}

/**
 * Lets in who has the token, of this machine alone. Any page in a browser can send requests here: one whose name was
 * made to lead to this machine has that name in `Host`, one of another origin says so in `Origin` or `Sec-Fetch-Site`.
 * Spans (`/v1/…`) are taken without the token, for programs alone: those send no Origin.
 */
export function createGuard(port: number): Guard {
  const token = randomBytes(24).toString('base64url');
  const session = randomBytes(24).toString('base64url');
  // Cookies know no ports: another local cloud on this machine has one of its own.
  const cookieName = `local-cloud-${port}`;
  const hosts = new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));
  const refuse = (status: 401 | 403, why: string): Verdict => ({ kind: 'refuse', status, why });

  return {
    token,
    check({ method, headers }, url) {
      const { host = '', origin } = headers;
      if (!hosts.has(host.toLowerCase())) return refuse(403, 'This page is not known by the name in the request.');
      if (url.pathname.startsWith('/v1/'))
        return origin === undefined ? { kind: 'pass' } : refuse(403, 'Spans are taken of programs, not of pages.');
      if (origin !== undefined && origin !== `http://${host.toLowerCase()}`)
        return refuse(403, 'Pages of another origin are not answered.');
      const site = headers['sec-fetch-site'];
      if (url.pathname.startsWith('/api/') && site !== undefined && site !== 'same-origin' && site !== 'none')
        return refuse(403, 'Pages of another origin are not answered.');
      const given = url.searchParams.get('token');
      if (url.pathname === '/' && method === 'GET' && given !== null) {
        if (!same(given, token)) return refuse(403, 'This token is of another start: open the address printed last.');
        return { kind: 'enter', cookie: `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/` };
      }
      const cookies = (headers.cookie ?? '').split(/;\s*/);
      const cookie = cookies.find((each) => each.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? '';
      return same(cookie, session)
        ? { kind: 'pass' }
        : refuse(401, 'Open the address with the token, as it was printed.');
    },
  };
}

/** Compares in a time that tells nothing of what is the same. */
function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
