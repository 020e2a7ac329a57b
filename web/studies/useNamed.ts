import { useMe } from '../frame/me.ts';
import { reviewer } from '../lesson/reviewer.ts';
import { useStore } from '../parts/store.ts';

export interface Named {
  /** What the API may know somebody by, in lower case; none where nobody has said who they are. */
  readonly names: readonly string[];
  /** What has to be sent to say so: '' for whoever is signed in. */
  readonly by: string;
  readonly signedIn: boolean;
}

/** Under which names this person may be a coder; undefined until the API has said who is there. */
export function useNamed(): Named | undefined {
  const me = useMe();
  const typed = useStore(reviewer);
  if (me === undefined) return undefined;
  const signedIn = me?.name != null;
  const names = (signedIn ? [me.name, me.id] : [typed]).flatMap((name) => (name ? [name.toLowerCase()] : []));
  return { names, by: signedIn ? '' : typed, signedIn };
}

export const isNamed = ({ names }: Named, coder: string) => names.includes(coder.toLowerCase());
