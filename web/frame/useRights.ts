import type { MeResponse } from '../api/lessons.ts';
import { useMe } from './me.ts';

/** What the page offers to whoever has opened it; the API decides again at each call. */
export interface Rights {
  readonly upload: boolean;
  readonly review: boolean;
  readonly administer: boolean;
}

const rightsOf = ({ roles }: Pick<MeResponse, 'roles'>): Rights => {
  const has = (role: MeResponse['roles'][number]) => roles.includes('admin') || roles.includes(role);
  return { upload: has('uploader'), review: has('coach'), administer: has('admin') };
};

// Where nobody can be asked, everything is offered: the API's own answer then says why not.
const all: Rights = { upload: true, review: true, administer: true };

/** Undefined until the API has said who is there. */
export function useRights(): Rights | undefined {
  const me = useMe();
  return me === undefined ? undefined : me === null ? all : rightsOf(me);
}
