import { useCallback, useEffect, useState } from 'preact/hooks';
import { isAbort } from '../api/errors.ts';

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  /** Reads again; the old value is shown meanwhile. */
  readonly again: () => void;
}

/**
 * Reads something once for each key.
 * @param first shown until it is read, so that nothing has to make room for it; undefined where there is nothing yet
 */
export function useLoaded<T>(key: string, read: (signal: AbortSignal) => Promise<T>, first?: T): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | undefined; error: unknown }>({
    key,
    value: first,
    error: undefined,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    read(abort.signal).then(
      (value) => setState({ key, value, error: undefined }),
      (error: unknown) => {
        if (!isAbort(error))
          setState((before) => ({ key, value: before.key === key ? before.value : undefined, error }));
      },
    );
    return () => abort.abort();
  }, [key, round]);
  const again = useCallback(() => setRound((number) => number + 1), []);
  const mine = state.key === key;
  return { value: mine ? state.value : undefined, error: mine ? state.error : undefined, again };
}
