import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
  type IBreaker,
} from 'cockatiel';
import { type FailureKind, ProviderFailure } from './failure.ts';

// While one call tries whether the provider is back, the others are told to ask again this much later.
const probingSeconds = 1;

interface Rest {
  /** Doubles with every further one. */
  readonly first: number;
  readonly longest: number;
}

// A fault may be one call's: it says little of the next, and a probe costs one call.
const short: Rest = { first: 1, longest: 4 };
/** Seconds of rest after each kind of failure, where the provider itself names none. */
const rests: Record<FailureKind, Rest> = {
  limited: { first: 4, longest: 60 },
  busy: { first: 0, longest: 0 },
  down: short,
  slow: short,
  malformed: short,
  // A key or a model that is wrong stays so until somebody mends it.
  refused: { first: 60, longest: 60 },
  rejected: { first: 0, longest: 0 },
};

/** What the provider says of all calls, not of one. */
const ofAllCalls: ReadonlySet<FailureKind | undefined> = new Set(['limited', 'refused']);
// Of the last ten calls, once there are three: what fails now and then goes on, what is down costs three.
const share = { threshold: 0.5, size: 10, minimumNumberOfCalls: 3 };

/** What says nothing about the next call: that one may be sound, or may meet another replica that has room. */
const passing: ReadonlySet<FailureKind> = new Set(['rejected', 'busy']);

/**
 * Lets a provider rest when more than half of its last calls failed, or when it says itself that it takes none. Then one
 * call tries it, and the others wait for what that one finds.
 */
export class Circuit {
  readonly #policy: CircuitBreakerPolicy;
  #restsUntil = 0;
  #lastKind: FailureKind | undefined;

  /** @param onRest told of each rest, in seconds, and why. */
  constructor(onRest: (seconds: number, failure: ProviderFailure) => void) {
    const halfOpenAfter = new DelegateBackoff<{ attempt: number; result: unknown }>(({ attempt, result }) => {
      const failure = reasonOf(result);
      const seconds = failure === null ? short.longest : restSeconds(failure, attempt);
      this.#restsUntil = Date.now() + seconds * 1000;
      if (failure !== null) onRest(seconds, failure);
      return seconds * 1000;
    });
    this.#policy = circuitBreaker(
      handleWhen((error) => {
        this.#note(error);
        return error instanceof ProviderFailure && !passing.has(error.kind);
      }),
      { breaker: this.#breaker(), halfOpenAfter },
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
      this.#note(error);
      throw error;
    }
  }

  #note(error: unknown): void {
    if (error instanceof ProviderFailure) this.#lastKind = error.kind;
  }

  #breaker(): IBreaker {
    const counting = new CountBreaker(share);
    return {
      get state() {
        return counting.state;
      },
      set state(value) {
        counting.state = value;
      },
      success: (state) => counting.success(state),
      // The kind was noted when the failure was looked at.
      failure: (state) => {
        const opens = counting.failure(state);
        return opens || state === CircuitState.HalfOpen || ofAllCalls.has(this.#lastKind);
      },
    };
  }
}

function restSeconds(failure: ProviderFailure, attempt: number): number {
  if (failure.retryAfterSeconds !== undefined) return failure.retryAfterSeconds;
  const { first, longest } = rests[failure.kind];
  return Math.min(longest, first * 2 ** Math.max(0, attempt - 1));
}

function reasonOf(result: unknown): ProviderFailure | null {
  const error = typeof result === 'object' && result !== null && 'error' in result ? result.error : undefined;
  return error instanceof ProviderFailure ? error : null;
}
