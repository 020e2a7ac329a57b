import type { HttpRequest } from '@azure/functions';
import { config } from '../settings/config.ts';
import { type Granted, type Role, readGranted, roleSchema, type SiteRole } from '../settings/siteRoles.ts';
import { type Principal, readPrincipal } from './principal.ts';
import { Problem } from './problem.ts';

/** Who asks. `name` and `id` are null where nobody signs in: then everybody may do everything. */
export interface Caller {
  readonly name: string | null;
  /** The identity provider's own id, which a change of name does not change. */
  readonly id: string | null;
  /** At all sites. */
  readonly roles: readonly Role[];
  /** More of them, by site. */
  readonly siteRoles?: Readonly<Record<string, readonly SiteRole[]>>;
  /** What a lesson may name their account by. */
  readonly accounts?: readonly string[];
  /** By lesson the study in which they code it without seeing its codes, where that was asked for (blindness.ts). */
  readonly blind?: ReadonlyMap<string, string>;
}

/**
 * Who sent a request. With SIGN_IN entra it is whom the platform's sign-in says, in a header that the platform takes
 * from nobody else; with none, that header is only what anybody may write, and is not looked at.
 * @throws Problem 401 when nobody has signed in.
 */
export function callerOf(request: Pick<HttpRequest, 'headers'>): Caller {
  if (config().SIGN_IN === 'none') return { name: null, id: null, roles: roleSchema.options };
  const principal = readPrincipal(request.headers.get('x-ms-client-principal'));
  if (principal === null) throw new Problem(401, 'signed-out', 'Nobody has signed in', 'Sign in, then ask again.');
  const { name, id, accounts } = principal;
  return { name, id, accounts, ...granted(principal) };
}

function granted({ roles }: Principal): Required<Pick<Caller, 'roles' | 'siteRoles'>> {
  const { SITE_ROLES: meant } = config();
  const all: Granted[] = roles.flatMap((text) => {
    const named = readGranted(text);
    return [...(named === undefined ? [] : [named]), ...(Object.hasOwn(meant, text) ? (meant[text] ?? []) : [])];
  });
  const siteRoles = new Map<string, SiteRole[]>();
  for (const one of all) {
    if (!('site' in one)) continue;
    siteRoles.set(one.site, [...new Set([...(siteRoles.get(one.site) ?? []), one.role])]);
  }
  return {
    roles: roleSchema.options.filter((role) => all.some((one) => !('site' in one) && one.role === role)),
    siteRoles: Object.fromEntries(siteRoles),
  };
}

/** The name to record for what somebody did: the signed-in one, else the one given, else "unnamed". */
export function nameOf(caller: Caller, given: string | undefined): string {
  return caller.name ?? given ?? 'unnamed';
}

/** Who asks where nobody need say who they are. */
export const nobody: Caller = { name: null, id: null, roles: [] };
