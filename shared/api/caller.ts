import type { HttpRequest } from '@azure/functions';
import { config } from '../settings/config.ts';
import { type Role, roleSchema } from './contract.ts';
import { type Principal, readPrincipal } from './principal.ts';
import { Problem } from './problem.ts';

/** Who asks. `name` and `id` are null where nobody signs in: then everybody may do everything. */
export interface Caller {
  readonly name: string | null;
  /** The identity provider's own id, which a change of name does not change. */
  readonly id: string | null;
  readonly roles: readonly Role[];
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
  return { name: principal.name, id: principal.id, roles: rolesOf(principal) };
}

function rolesOf({ roles }: Principal): Role[] {
  return roleSchema.options.filter((role) => roles.includes(role));
}

/** The name to record for what somebody did: the signed-in one, else the one given, else "unnamed". */
export function nameOf(caller: Caller, given: string | undefined): string {
  return caller.name ?? given ?? 'unnamed';
}

/** Who asks where nobody need say who they are. */
export const nobody: Caller = { name: null, id: null, roles: [] };
