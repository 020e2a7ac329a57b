import { useLayoutEffect, useState } from 'preact/hooks';

/** Where the page is: the view, and what of it is chosen, all in the address behind `#`. */
export interface Route {
  readonly view: string;
  /** What is chosen in the view, part by part. */
  readonly path: readonly string[];
}

/** What a view is told: what is chosen in it. */
export type ViewProps = Pick<Route, 'path'>;

function current(): Route {
  const parts = location.hash.replace(/^#\/?/, '').split('/');
  const [view = '', ...path] = parts.map(decoded);
  return { view: view === '' ? 'parts' : view, path };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // An address that was cut off, or typed: it is taken as it stands.
    return part;
  }
}

/** The address of something in a view. */
export const addressOf = (view: string, ...path: readonly string[]) =>
  `#/${[view, ...path].map(encodeURIComponent).join('/')}`;

export function go(view: string, ...path: readonly string[]): void {
  location.hash = addressOf(view, ...path);
}

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  // At once: an address that changes before the first paint would else be missed.
  useLayoutEffect(() => {
    const moved = () => setRoute(current());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return route;
}
