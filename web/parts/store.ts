import { useEffect, useState } from 'preact/hooks';
import type { Store } from './createStore.ts';

export { createStore } from './createStore.ts';

/** The store's value; renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [, render] = useState(store.get());
  useEffect(() => {
    // It may have changed between the first render and now.
    const follow = () => render(() => store.get());
    follow();
    return store.subscribe(follow);
  }, [store]);
  return store.get();
}
