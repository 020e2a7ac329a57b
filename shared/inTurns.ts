/**
 * Changes one item after the other, and lets others have the thread after every tenth: for work of a millisecond an
 * item, of which there may be thousands.
 */
export async function inTurns<T, R>(items: readonly T[], change: (item: T) => R): Promise<R[]> {
  const changed: R[] = [];
  for (const [index, item] of items.entries()) {
    if (index % 10 === 9) await new Promise(setImmediate);
    changed.push(change(item));
  }
  return changed;
}
