import type { Caller } from './caller.ts';
import { type EndpointName, endpointOf } from './endpoints.ts';
import { Problem } from './problem.ts';

/** What the caller's roles do not let them do. `why` is for the audit log: words of ours, and nothing that they wrote. */
export class Refusal extends Problem {
  readonly why: string;

  /**
   * @param what that was asked for
   * @param right the endpoint whose callers may have it
   */
  constructor(what: string, right: EndpointName) {
    const needed = ['admin', ...endpointOf(right).roles].join(' or ');
    super(403, 'not-permitted', 'Not permitted', `${what} needs the role ${needed}. Ask who runs Askwell for it.`);
    this.why = `${what} needs ${needed}`;
  }
}

export function mayCall(caller: Caller, name: EndpointName): boolean {
  const { roles } = endpointOf(name);
  if (roles === 'world' || roles === 'anybody' || caller.roles.includes('admin')) return true;
  return roles.some((role) => caller.roles.includes(role));
}

/** @throws Refusal when none of the caller's roles may call this function. */
export function assertMayCall(caller: Caller, name: EndpointName): void {
  if (!mayCall(caller, name)) throw new Refusal('This', name);
}

/** Whether a caller may see what a lesson's people said and did, not only that the lesson is there. */
export function seesContent(caller: Caller): boolean {
  return mayCall(caller, 'lessonQuestions');
}

/** Whether a caller may do what makes an end of a lesson: delete it, put another in its place, keep it for less long. */
export function mayEnd(caller: Caller): boolean {
  return mayCall(caller, 'lessonDeletion');
}
