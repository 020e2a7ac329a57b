import { ApiError } from './apiError.ts';
import { JobQueue } from './jobQueue.ts';

/** What every network that the service loads has. */
interface Loaded {
  readonly weights: Readonly<Record<string, string>>;
  release(): Promise<void>;
}

type State<Engine> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly engine: Engine }
  | { readonly kind: 'failed'; readonly reason: string };

/** One thing that the service does: a network, being loaded, loaded or not to be had, and the queue before it. */
export interface Part<Engine extends Loaded> {
  readonly queue: JobQueue;
  readonly state: State<Engine>;
  /** Settles when the network is in memory; rejects, with what to do, when it cannot be. */
  readonly ready: Promise<void>;
  /** The network. Throws ApiError 503 while it is not loaded. */
  engine(): Engine;
  /** Waits for what runs, and frees the network. */
  release(): Promise<void>;
}

/**
 * Begins to load a network.
 * @param load loads it; calls its argument when the network is lost later on
 * @param failed is told why it is not to be had
 */
export function startPart<Engine extends Loaded>(
  load: (lost: (reason: Error) => void) => Promise<Engine>,
  maxWaiting: number,
  failed: (reason: Error) => void,
): Part<Engine> {
  const queue = new JobQueue(maxWaiting);
  let state: State<Engine> = { kind: 'loading' };
  const fail = (reason: Error) => {
    state = { kind: 'failed', reason: reason.message };
    failed(reason);
  };
  const loaded = load(fail);
  const ready = loaded.then(
    (engine) => {
      state = { kind: 'ready', engine };
    },
    (error: unknown) => {
      fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    },
  );
  // Whoever does not wait for `ready` reads of a failure in the log and at /health; it must not end the process.
  ready.catch(() => undefined);
  return {
    queue,
    get state() {
      return state;
    },
    ready,
    engine() {
      if (state.kind === 'ready') return state.engine;
      if (state.kind === 'failed') throw new ApiError(503, state.reason, { code: 'model_unavailable' });
      throw new ApiError(503, 'The model is still loading. Try again in a few seconds.', {
        code: 'model_loading',
        headers: { 'retry-after': '2' },
      });
    },
    async release() {
      const [engine] = await Promise.allSettled([loaded]);
      await queue.idle();
      if (engine.status === 'fulfilled') await engine.value.release();
    },
  };
}
