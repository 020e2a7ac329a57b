import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
} from 'cockatiel';
import { type FailureKind, ProviderFailure } from './failure.ts';

const longestRestSeconds = 60;
// While one call tries whether the provider is back, the others are told to ask again this much later.
const probingSeconds = 5;
// A key or a model that is wrong stays so until somebody mends it.
const refusedSeconds = 60;
/**
 * The first rest after each kind of failure; it doubles with every further one, up to a minute. A little shorter than
 * the first pauses between an activity's tries (5, 10, 20 s …), so that each of these tries finds the circuit half open.
 */
const firstRestSeconds: Record<FailureKind, number> = {
  limited: 4,
  busy: 0,
  down: 4,
  slow: 4,
  malformed: 1,
  refused: refusedSeconds,
  rejected: 0,
};

/** What says nothing about the next call: that one may be sound, or may meet another replica that has room. */
const passing: ReadonlySet<FailureKind> = new Set(['rejected', 'busy']);

/**
 * Lets a provider rest after a failed call: one that is down costs one call, not one for everybody who asks.
 * Then one call tries it, and the others wait for what that one finds.
 */
export class Circuit {
  readonly #policy: CircuitBreakerPolicy;
  #restsUntil = 0;
  #lastKind: FailureKind | undefined;

  /** @param onRest told of each rest, in seconds, and why. */
  constructor(onRest: (seconds: number, failure: ProviderFailure) => void) {
    const halfOpenAfter = new DelegateBackoff<{ attempt: number; result: unknown }>(({ attempt, result }) => {
      const failure = reasonOf(result);
      const seconds = failure === null ? longestRestSeconds : restSeconds(failure, attempt);
      this.#restsUntil = Date.now() + seconds * 1000;
      if (failure !== null) onRest(seconds, failure);
      return seconds * 1000;
    });
    this.#policy = circuitBreaker(
      handleWhen((error) => error instanceof ProviderFailure && !passing.has(error.kind)),
      { breaker: new ConsecutiveBreaker(1), halfOpenAfter },
    );
  }

  /** Seconds until it is worth asking; 0 means now. */
  get restSeconds(): number {
    const { state } = this.#policy;
    if (state === CircuitState.HalfOpen) return probingSeconds;
    return state === CircuitState.Open ? Math.max(0, (this.#restsUntil - Date.now()) / 1000) : 0;
  }

  /** Why it rests; undefined as long as nothing failed. */
  get lastKind(): FailureKind | undefined {
    return this.#lastKind;
  }

  /** Runs a call. @throws BrokenCircuitError while it rests, else what the call throws. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.restSeconds > 0) throw new BrokenCircuitError();
    try {
      return await this.#policy.execute(call);
    } catch (error) {
      if (error instanceof ProviderFailure) this.#lastKind = error.kind;
      throw error;
    }
  }
}

function restSeconds(failure: ProviderFailure, attempt: number): number {
  if (failure.retryAfterSeconds !== undefined) return failure.retryAfterSeconds;
  return Math.min(longestRestSeconds, firstRestSeconds[failure.kind] * 2 ** Math.max(0, attempt - 1));
}

function reasonOf(result: unknown): ProviderFailure | null {
  const error = typeof result === 'object' && result !== null && 'error' in result ? result.error : undefined;
  return error instanceof ProviderFailure ? error : null;
}
