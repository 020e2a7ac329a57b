/** Runs pieces of work one after the other, in the order in which they were given. */
export class Serial {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    // The next piece of work starts whatever became of this one; its error belongs to whoever asked for it.
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything given so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

/** One Serial for each key that has work. */
export class KeyedSerial {
  readonly #serials = new Map<string, { serial: Serial; users: number }>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const entry = this.#serials.get(key) ?? { serial: new Serial(), users: 0 };
    this.#serials.set(key, entry);
    entry.users += 1;
    try {
      return await entry.serial.run(work);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.#serials.delete(key);
    }
  }
}
