const minute = 60_000;
const windowMilliseconds = 6 * 60 * minute;

/**
 * Keeps the key with which a managed identity signs, for its window of six hours; it is good for six more, so that what is
 * signed with it outlives it never. Windows are fixed, so that all instances of the app ask for the same key, and each
 * begins a quarter of an hour before it is used: clocks differ. A key that could not be had is asked for again.
 */
export function keptKey<Key>(ask: (from: Date, to: Date) => Promise<Key>): (now: Date) => Promise<Key> {
  let kept: { readonly startsAt: number; readonly key: Promise<Key> } | undefined;
  return (now) => {
    const startsAt = Math.floor((now.getTime() - 15 * minute) / windowMilliseconds) * windowMilliseconds;
    if (kept?.startsAt !== startsAt) {
      const key = ask(new Date(startsAt), new Date(startsAt + 2 * windowMilliseconds));
      kept = { startsAt, key };
      key.catch(() => {
        // Whoever waits for it hears why.
        if (kept?.key === key) kept = undefined;
      });
    }
    return kept.key;
  };
}
