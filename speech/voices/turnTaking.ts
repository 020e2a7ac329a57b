/** The voices of a frame by its class: nobody; one of three; two of them at once. */
const voicesOfClass: readonly (readonly number[])[] = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2]];

/** Frames of silence after which another voice is a new beginning, no change: 1 s. */
const longestPause = 59;
/** A voice that shows for less (0.12 s) is a mistake. */
const shortestTurn = 7;

/**
 * The frames of a window at which one voice follows another, from the most likely class of each frame. Where both
 * speak at once, the change is where the first one ends; in a pause, in its middle.
 */
export function changesOf(classes: ArrayLike<number>): number[] {
  const changes: number[] = [];
  let current = -1;
  let lastAt = 0;
  for (let frame = 0; frame < classes.length; frame += 1) {
    const voices = voicesOfClass[classes[frame] ?? 0] ?? [];
    const [first] = voices;
    if (first === undefined) continue;
    if (voices.includes(current)) {
      lastAt = frame;
      continue;
    }
    if (!staysFor(classes, frame, first)) continue;
    if (current >= 0 && frame - lastAt <= longestPause) changes.push(Math.round((lastAt + 1 + frame) / 2));
    current = first;
    lastAt = frame;
  }
  return changes;
}

function staysFor(classes: ArrayLike<number>, from: number, voice: number): boolean {
  for (let frame = from; frame < from + shortestTurn; frame += 1)
    if (frame < classes.length && !voicesOfClass[classes[frame] ?? 0]?.includes(voice)) return false;
  return true;
}

/** Whether two voices speak at once, by the class. */
export const isOverlap = (name: number): boolean => (voicesOfClass[name]?.length ?? 0) > 1;
