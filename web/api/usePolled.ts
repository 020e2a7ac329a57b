import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isAbort } from './errors.ts';
import { pause, unlessAborted } from './pause.ts';
import type { Answer } from './request.ts';

export interface Polled<T> {
  /** Undefined until the first answer; what came last while a newer one is awaited. */
  readonly value: T | undefined;
  /** The ETag of `value`. */
  readonly etag: string;
  /** Why the last call failed; gone after the next that succeeds. */
  readonly error: unknown;
  /** Asks again now. */
  readonly refresh: () => void;
  /** Shows a value that the API has just answered elsewhere, such as after a change. */
  readonly show: (value: T, etag?: string) => void;
}

/**
 * Reads something and keeps reading it for as long as `interval` gives a number of milliseconds (null: once is
 * enough). Unchanged answers (304) render nothing; a hidden tab asks nothing and catches up when it is shown.
 * @param key a new key starts over, without the old value.
 * @param interval is told, too, how many answers in a row brought nothing new.
 * @param nudge asks again now whenever it changes, with the old value shown meanwhile.
 */
export function usePolled<T>(
  key: string,
  read: (etag: string | undefined, signal: AbortSignal) => Promise<Answer<T> | null>,
  interval: (value: T, unchanged: number) => number | null,
  nudge: unknown = undefined,
): Polled<T> {
  const [state, setState] = useState<{ key: string; value: T | undefined; etag: string; error: unknown }>({
    key,
    value: undefined,
    etag: '',
    error: undefined,
  });
  const [round, setRound] = useState(0);
  const latest = useRef({ read, interval, state });
  latest.current = { read, interval, state };

  useEffect(() => {
    const abort = new AbortController();
    const follow = async () => {
      let etag = latest.current.state.key === key ? latest.current.state.etag : '';
      let value = latest.current.state.key === key ? latest.current.state.value : undefined;
      for (let unchanged = 0; ; unchanged += 1) {
        try {
          const answer = await latest.current.read(etag === '' ? undefined : etag, abort.signal);
          if (abort.signal.aborted) return;
          if (answer !== null) {
            if (answer.etag === '' || answer.etag !== etag) unchanged = 0;
            etag = answer.etag;
            value = answer.body;
          }
          if (answer !== null || latest.current.state.error !== undefined)
            setState({ key, value, etag, error: undefined });
        } catch (error) {
          if (abort.signal.aborted || isAbort(error)) return;
          setState({ key, value, etag, error });
        }
        const wait = value === undefined ? null : latest.current.interval(value, unchanged);
        if (wait === null) return;
        await pause(wait, abort.signal);
        await shown(abort.signal);
      }
    };
    follow().catch((error: unknown) => {
      if (!isAbort(error)) setState((before) => ({ ...before, error }));
    });
    return () => abort.abort();
  }, [key, round, nudge]);

  const refresh = useCallback(() => setRound((number) => number + 1), []);
  const show = useCallback(
    (value: T, etag = '') => {
      setState({ key, value, etag, error: undefined });
      // What was being read is older than this.
      setRound((number) => number + 1);
    },
    [key],
  );
  const current = state.key === key ? state : { value: undefined, etag: '', error: undefined };
  return { value: current.value, etag: current.etag, error: current.error, refresh, show };
}

/** Settles when the tab is in front. */
async function shown(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return;
  await unlessAborted(signal, (done) => {
    document.addEventListener('visibilitychange', done, { once: true });
    return () => document.removeEventListener('visibilitychange', done);
  });
}
