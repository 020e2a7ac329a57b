const most = 5;
const withinMilliseconds = 10 * 60_000;

/** Counts how often parts died, so that one that cannot live is not started for ever. */
export class Revivals {
  readonly #deaths = new Map<string, number[]>();

  /** Whether a part that has just died may be started again: five times in ten minutes. */
  allow(name: string, now = Date.now()): boolean {
    const recent = (this.#deaths.get(name) ?? []).filter((at) => at > now - withinMilliseconds);
    this.#deaths.set(name, [...recent, now]);
    return recent.length < most;
  }
}
