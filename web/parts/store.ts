import { useEffect, useState } from 'preact/hooks';

/** State that outlives a view. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

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
