import type { Caller } from './caller.ts';
import { type EndpointName, endpointOf } from './endpoints.ts';
import { Problem } from './problem.ts';

/** @throws Problem 403 when none of the caller's roles may call this function. */
export function assertMayCall(caller: Caller, name: EndpointName): void {
  const { roles } = endpointOf(name);
  if (roles === 'world' || roles === 'anybody' || caller.roles.includes('admin')) return;
  if (roles.some((role) => caller.roles.includes(role))) return;
  const needed = ['admin', ...roles].join(' or ');
  throw new Problem(
    403,
    'not-permitted',
    'Not permitted',
    `This needs the role ${needed}. Ask who runs Askwell for it.`,
  );
}

/** Whether a caller may see what a lesson's people said and did, not only that the lesson is there. */
export function seesContent(caller: Caller): boolean {
  return caller.roles.includes('coach') || caller.roles.includes('admin');
}
