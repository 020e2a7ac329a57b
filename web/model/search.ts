/** A seek lands a little before or after where it was sent, as pictures fall. Seconds. */
const slack = 0.05;

/** The index of the last thing that has begun at `time` (seconds), -1 before the first. `things` are in order of time. */
export function lastBegun(things: readonly { readonly start: number }[], time: number): number {
  let low = 0;
  let high = things.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const thing = things[middle];
    if (thing !== undefined && thing.start <= time + slack) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
