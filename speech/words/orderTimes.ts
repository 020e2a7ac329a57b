/** Shorter is nothing that could be shown, or asked for: two frames in which the model listens. */
const leastSeconds = 0.04;

interface Timed {
  readonly start: number;
  readonly end: number;
}

/**
 * The last guard before words leave: in the order in which they are said none begins before the one before it, none
 * reaches into the next, each lasts for some time, and all lie within the sound. Words that hold to it keep their times.
 * @param durationSeconds of the sound; where it is too short for so many words, each gets an equal part at least
 */
export function orderTimes<Word extends Timed, Segment extends Timed & { readonly words: readonly Word[] }>(
  segments: readonly Segment[],
  durationSeconds: number,
): Segment[] {
  const words = segments.flatMap((segment) => [...segment.words]);
  const least = Math.min(leastSeconds, durationSeconds / Math.max(1, words.length));
  let earliest = 0;
  const starts = words.map(({ start }, index) => {
    // Room is left for all that follow.
    const latest = durationSeconds - least * (words.length - index);
    const begun = Math.min(Math.max(start, earliest), Math.max(earliest, latest));
    earliest = begun + least;
    return begun;
  });
  const ordered = words.map((word, index): Word => {
    const start = starts[index] ?? word.start;
    const end = Math.min(
      Math.max(word.end, start + least),
      starts[index + 1] ?? Math.max(durationSeconds, start + least),
    );
    return { ...word, start, end };
  });
  let from = 0;
  return segments.map((segment) => {
    const own = ordered.slice(from, from + segment.words.length);
    from += own.length;
    const [first, last] = [own[0], own.at(-1)];
    return first === undefined || last === undefined
      ? segment
      : { ...segment, words: own, start: first.start, end: last.end };
  });
}
