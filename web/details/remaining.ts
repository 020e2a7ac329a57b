/** How many parts of speech are written down, and when that was seen; milliseconds. */
export interface Seen {
  readonly at: number;
  readonly done: number;
  readonly total: number;
}

/**
 * How long the parts that are left take at the pace of those that were done while this page watched; seconds, undefined
 * before any was. It promises nothing of what comes after them.
 * @param seen in order of time, the first look and each at which another part was done
 */
export function secondsLeft(seen: readonly Seen[], now: number): number | undefined {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || last.done <= first.done) return undefined;
  const each = (last.at - first.at) / (last.done - first.done);
  // The part that is at work has been for a while; one that takes longer than the others makes no negative time.
  const begun = Math.min(each, now - last.at);
  return Math.max(0, ((last.total - last.done) * each - begun) / 1000);
}
