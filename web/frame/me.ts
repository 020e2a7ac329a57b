import { useEffect, useState } from 'preact/hooks';
import { type MeResponse, readMe } from '../api/lessons.ts';

let asked: Promise<MeResponse | null> | undefined;
let known: MeResponse | null | undefined;

/** Undefined until the API has said who is there, null where nobody can be asked. */
export const knownMe = () => known;

/** Who is there; null where nobody can be asked. Asked once a page. */
export function askMe(): Promise<MeResponse | null> {
  asked ??= readMe()
    .catch(() => null)
    .then((found) => {
      known = found;
      return found;
    });
  return asked;
}

/** As `knownMe`; renders again when it is known. */
export function useMe(): MeResponse | null | undefined {
  const [me, set] = useState(known);
  useEffect(() => {
    void askMe().then(set);
  }, []);
  return me;
}
