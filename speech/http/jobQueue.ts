/** More jobs wait than may. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
  /** When a place is likely to be free, from how long jobs took so far. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('Too many requests are waiting.');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface Waiting {
  readonly start: () => void;
}

/** Runs jobs one after another, in the order they came, and lets no more than `maxWaiting` wait. */
export class JobQueue {
  readonly maxWaiting: number;
  #waiting: Waiting[] = [];
  #running = false;
  readonly #idle: (() => void)[] = [];
  /** Moving average; the first guess is a minute of speech. */
  #jobSeconds = 8;

  constructor(maxWaiting: number) {
    this.maxWaiting = maxWaiting;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Throws QueueFullError when a job that came now would be refused. */
  assertRoom(): void {
    if (this.#running && this.#waiting.length >= this.maxWaiting) {
      throw new QueueFullError(Math.min(120, Math.max(1, Math.ceil(this.#jobSeconds))));
    }
  }

  /**
   * Runs the job when its turn comes. An aborted job leaves the queue at once and is never started;
   * one that runs must watch the signal itself. Throws QueueFullError, or the signal's reason.
   */
  async run<T>(job: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.assertRoom();
    if (this.#running) await this.#turn(signal);
    this.#running = true;
    const began = performance.now();
    try {
      return await job();
    } finally {
      this.#jobSeconds += ((performance.now() - began) / 1000 - this.#jobSeconds) / 4;
      this.#running = false;
      this.#waiting.shift()?.start();
      if (!this.#running) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  /** Settles when nothing runs and nobody waits. */
  async idle(): Promise<void> {
    while (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry);
        reject(signal.reason);
      };
      const entry: Waiting = {
        start: () => {
          signal.removeEventListener('abort', leave);
          // taken at once, so that nobody who comes between now and the next step overtakes
          this.#running = true;
          resolve();
        },
      };
      this.#waiting.push(entry);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
