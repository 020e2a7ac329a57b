import { useEffect, useState } from 'preact/hooks';

/** Where the page is: the view, and what of it is chosen, all in the address behind `#`. */
export interface Route {
  readonly view: string;
  /** What is chosen in the view, part by part. */
  readonly path: readonly string[];
}

/** What a view is told: what is chosen in it. */
export type ViewProps = Pick<Route, 'path'>;

function current(): Route {
  const [view = '', ...path] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return { view: view === '' ? 'parts' : view, path };
}

/** The address of something in a view. */
export const addressOf = (view: string, ...path: readonly string[]) =>
  `#/${[view, ...path].map(encodeURIComponent).join('/')}`;

export function go(view: string, ...path: readonly string[]): void {
  location.hash = addressOf(view, ...path);
}

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const moved = () => setRoute(current());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return route;
}
