import { useEffect, useState } from 'preact/hooks';
import { type MeResponse, readMe } from '../api/lessons.ts';

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
let asked: Promise<Rights> | undefined;
let known: Rights | undefined;

/** Undefined until the API has said who is there; asked once a page. */
export function useRights(): Rights | undefined {
  const [rights, set] = useState(known);
  useEffect(() => {
    asked ??= readMe().then(rightsOf, () => all);
    void asked.then((found) => {
      known = found;
      set(found);
    });
  }, []);
  return rights;
}
