import type { MeResponse } from '../api/lessons.ts';
import { useMe } from './me.ts';

/** What the page offers to whoever has opened it; the API decides again at each call. */
export interface Rights {
  readonly upload: boolean;
  /** To see what was said, and figures. */
  readonly see: boolean;
  readonly review: boolean;
  readonly administer: boolean;
}

/** @param site where; at whichever one when it is left out */
export function rightsOf({ roles, siteRoles }: Pick<MeResponse, 'roles' | 'siteRoles'>, site?: string): Rights {
  const there = site === undefined ? Object.values(siteRoles).flat() : (siteRoles[site] ?? []);
  const all: readonly MeResponse['roles'][number][] = [...roles, ...there];
  const has = (role: MeResponse['roles'][number]) => all.includes('admin') || all.includes(role);
  const review = has('coach');
  return { upload: has('uploader'), see: review || has('educator'), review, administer: has('admin') };
}

// Where nobody can be asked, everything is offered: the API's own answer then says why not.
const everything: Rights = { upload: true, see: true, review: true, administer: true };

/** What may be done at a site; undefined until the API has said who is there. */
export function useRightsAt(): ((site?: string) => Rights) | undefined {
  const me = useMe();
  return me === undefined ? undefined : (site) => (me === null ? everything : rightsOf(me, site));
}

/** What may be done at whichever site. */
export const useRights = (): Rights | undefined => useRightsAt()?.();
