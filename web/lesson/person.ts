import { knownMe } from '../frame/me.ts';
import { reviewer } from './reviewer.ts';

/**
 * Under which name corrections wait on the device: who is signed in, or where nobody signs in whoever has given a name;
 * '' for nobody. Asked when the API has said who is there (frame/me.ts).
 */
export function presentPerson(): string {
  const me = knownMe();
  if (me?.name) return `signed in: ${me.id ?? me.name}`;
  return reviewer.get() === '' ? '' : `named: ${reviewer.get()}`;
}
