import { useMe } from '../frame/me.ts';
import { useStore } from '../parts/store.ts';
import { reviewer } from './reviewer.ts';

/** The name that somebody has given where nobody signs in; '' before it is known, and for whoever is signed in. */
export function useUnsignedName(): string {
  const me = useMe();
  const typed = useStore(reviewer);
  return me === undefined || me?.name ? '' : typed;
}
