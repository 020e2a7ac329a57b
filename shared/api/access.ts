import { everyLesson, type Held, isWithin, type Reach } from '../lessons/reach.ts';
import type { Caller } from './caller.ts';
import type { Role } from './contract.ts';
import { type EndpointName, endpointOf } from './endpoints.ts';
import { Problem } from './problem.ts';

/** What the caller's roles do not let them do. `why` is for the audit log: words of ours, and nothing that they wrote. */
export class Refusal extends Problem {
  readonly why: string;

  constructor(problem: Readonly<ConstructorParameters<typeof Problem>>, why: string) {
    super(...problem);
    this.why = why;
  }
}

/**
 * @param what that was asked for
 * @param right the endpoint whose callers may have it
 */
export function refusal(what: string, right: EndpointName): Refusal {
  const { roles, about } = endpointOf(right);
  const needed = ['admin', ...roles].join(' or ');
  const where = about === 'everything' ? ' for all sites' : '';
  const detail = `${what} needs the role ${needed}${where}. Ask who runs Askwell for it.`;
  return new Refusal([403, 'not-permitted', 'Not permitted', detail], `${what} needs ${needed}${where}`);
}

/** What a caller who codes a lesson in a study is answered who asks for its codes. */
export function blindRefusal(lessonId: string, studyId: string): Refusal {
  const detail =
    'You code this lesson in a study. Its codes are shown when all who code it have handed in and have settled what ' +
    `they differ in, or when the study is closed. Code it at /studies/${studyId}/lessons/${lessonId}.`;
  return new Refusal([403, 'coded-blind', 'You code this lesson blind', detail], 'They code the lesson in a study');
}

/** What a caller may have by one endpoint. Whoever looks up a lesson for the API needs one (findLesson.ts, listing.ts). */
export interface Rights {
  readonly name: EndpointName;
  /** Lessons that they may call it on. */
  readonly reach: Reach;
  /** Lessons of which they may know that they are there. */
  readonly sees: Reach;
  /** As the caller's. */
  readonly blind?: ReadonlyMap<string, string>;
}

export function rightsOf(caller: Caller, name: EndpointName): Rights {
  const { blind } = caller;
  return { name, reach: reachOf(caller, name), sees: reachOf(caller, 'lesson'), ...(blind && { blind }) };
}

/** The lessons that a caller may call an endpoint on. */
export function reachOf(caller: Caller, name: EndpointName): Reach {
  const reach = reachByRoles(caller, name);
  const blind = endpointOf(name).codes === 'hidden' ? [...(caller.blind?.keys() ?? [])] : [];
  return blind.length === 0 ? reach : { ...reach, except: blind.toSorted() };
}

function reachByRoles(caller: Caller, name: EndpointName): Reach {
  const suffices = sufficesFor(name);
  // An educator's role is for their own lessons alone, at whichever site.
  if (suffices(caller.roles.filter((role) => role !== 'educator'))) return everyLesson;
  const sites = Object.entries(caller.siteRoles ?? {}).flatMap(([site, roles]) => (suffices(roles) ? [site] : []));
  const { roles } = endpointOf(name);
  const own = Array.isArray(roles) && roles.includes('educator') && caller.roles.includes('educator');
  return { sites: sites.toSorted(), accounts: own ? (caller.accounts ?? []).toSorted() : [] };
}

const sufficesFor = (name: EndpointName) => {
  const { roles } = endpointOf(name);
  return (has: readonly Role[]) =>
    !Array.isArray(roles) || has.includes('admin') || roles.some((role: Role) => has.includes(role));
};

/** Whether a caller may call an endpoint at all, if on some lessons only. */
export function mayCall(caller: Caller, name: EndpointName): boolean {
  const suffices = sufficesFor(name);
  if (suffices(caller.roles)) return true;
  return endpointOf(name).about !== 'everything' && Object.values(caller.siteRoles ?? {}).some(suffices);
}

/** @throws Refusal when none of the caller's roles, at whichever site, may call this function. */
export function assertMayCall(caller: Caller, name: EndpointName): void {
  if (!mayCall(caller, name)) throw refusal('This', name);
}

/** Whether a caller may call an endpoint on a lesson. */
export function mayCallOn(caller: Caller, name: EndpointName, lesson: Held): boolean {
  return isWithin(reachOf(caller, name), lesson);
}

/** @throws Refusal when a caller may call this function, but not on this site. */
export function assertMayCallAt({ name, reach }: Rights, site: string): void {
  if (reach.sites !== 'all' && !reach.sites.includes(site)) throw refusal('This at this site', name);
}

/** Whether a caller may see what a lesson's people said and did, not only that the lesson is there. */
export function seesContent(caller: Caller, lesson: Held): boolean {
  return mayCallOn(caller, 'lessonQuestions', lesson);
}

/** Whether a caller may do what makes an end of a lesson: delete it, put another in its place, keep it for less long. */
export function mayEnd(caller: Caller, lesson: Held): boolean {
  return mayCallOn(caller, 'lessonDeletion', lesson);
}
