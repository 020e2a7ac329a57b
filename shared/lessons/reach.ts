import type { Lesson } from './lesson.ts';

/** Which lessons somebody may have: those of all sites or of some, and those that are theirs or shared with them. */
export interface Reach {
  readonly sites: 'all' | readonly string[];
  /** The names of one person's account, in lower case. */
  readonly accounts: readonly string[];
  /** Ids of lessons that are not among them, whatever else says so. */
  readonly except?: readonly string[];
}

export const everyLesson: Reach = { sites: 'all', accounts: [] };

/** What decides of a lesson who may have it. */
export type Held = Pick<Lesson, 'id' | 'siteId' | 'educatorAccount' | 'sharedWith'>;

/** Whether a lesson is theirs who have this account, or is shared with them. */
export function isOwn(accounts: readonly string[], { educatorAccount, sharedWith = [] }: Omit<Held, 'id'>): boolean {
  const named = educatorAccount === undefined ? sharedWith : [educatorAccount, ...sharedWith];
  return named.some((account) => accounts.includes(account));
}

/** Whether a lesson is among those of a reach. */
export function isWithin({ sites, accounts, except = [] }: Reach, lesson: Held): boolean {
  if (except.includes(lesson.id)) return false;
  return sites === 'all' || sites.includes(lesson.siteId) || isOwn(accounts, lesson);
}
