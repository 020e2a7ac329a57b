import type { RpcHttpCookie } from '../coreTypes.ts';

const sameSite = { lax: 'Lax', strict: 'Strict', explicitNone: 'None', none: undefined } as const;

/** A Set-Cookie header's value, from the library's description of the cookie. */
export function serializeCookie(cookie: RpcHttpCookie): string {
  const parts = [`${cookie.name ?? ''}=${encodeURIComponent(cookie.value ?? '')}`];
  const expires = cookie.expires?.value?.seconds;
  const site = sameSite[cookie.sameSite ?? 'none'];
  if (typeof cookie.maxAge?.value === 'number') parts.push(`Max-Age=${Math.trunc(cookie.maxAge.value)}`);
  if (typeof expires === 'number') parts.push(`Expires=${new Date(expires * 1000).toUTCString()}`);
  if (cookie.domain?.value) parts.push(`Domain=${cookie.domain.value}`);
  // As in Azure, where a cookie without a path is the whole site's.
  parts.push(`Path=${cookie.path?.value || '/'}`);
  if (cookie.secure?.value) parts.push('Secure');
  if (cookie.httpOnly?.value) parts.push('HttpOnly');
  if (site) parts.push(`SameSite=${site}`);
  return parts.join('; ');
}
