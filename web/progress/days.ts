interface Dated {
  readonly id: string;
  /** YYYY-MM-DD */
  readonly day: string;
  readonly uploadedAt: string;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Lessons by day; on one day the one that was uploaded first comes first. */
export function inOrder<T extends Dated>(lessons: readonly T[]): T[] {
  return lessons.toSorted(
    (a, b) => compare(a.day, b.day) || compare(a.uploadedAt, b.uploadedAt) || compare(a.id, b.id),
  );
}

/**
 * Where an axis of lessons names a day: at the day's first lesson, and no nearer to the last name than a `most`-th of the axis.
 * @param days the lessons' days, in order
 */
export function namedDays(days: readonly string[], most: number): number[] {
  const apart = days.length / most;
  const named: number[] = [];
  days.forEach((day, index) => {
    const last = named.at(-1);
    if (day !== days[index - 1] && (last === undefined || index - last >= apart)) named.push(index);
  });
  return named;
}
