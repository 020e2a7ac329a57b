/** The stretch of a lesson that a timeline shows, in seconds; `to > from`. */
export interface View {
  readonly from: number;
  readonly to: number;
}

/** Closer than this there is nothing more to see. Seconds. */
const shortest = 10;

export const wholeOf = (duration: number): View => ({ from: 0, to: Math.max(duration, 0.001) });
export const isWhole = ({ from, to }: View, duration: number) => from <= 0 && to >= duration;
export const xOf = (time: number, { from, to }: View, width: number) => ((time - from) / (to - from)) * width;
export const timeAt = (x: number, { from, to }: View, width: number) => from + (x / Math.max(1, width)) * (to - from);

/** The same length from another second on, inside the lesson. */
export function movedTo(from: number, { from: before, to }: View, duration: number): View {
  const length = Math.min(to - before, Math.max(duration, 0.001));
  const start = Math.min(Math.max(0, from), Math.max(0, duration - length));
  return { from: start, to: start + length };
}

/** `factor` > 1 comes closer; what is at `at` (seconds) stays where it is seen. */
export function zoomed(view: View, factor: number, at: number, duration: number): View {
  const length = Math.min(Math.max((view.to - view.from) / factor, Math.min(shortest, duration)), duration);
  if (length >= duration) return wholeOf(duration);
  const share = (at - view.from) / (view.to - view.from);
  return movedTo(at - share * length, { from: 0, to: length }, duration);
}

/** The view that has `time` in it: the same one where it has, else a page on. */
export function following(view: View, time: number, duration: number): View {
  if (time >= view.from && time <= view.to) return view;
  return movedTo(time - (view.to - view.from) * 0.1, view, duration);
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Round seconds to write beside the view, at least `gap` pixels apart. */
export function ticksOf({ from, to }: View, width: number, gap = 80): number[] {
  const least = ((to - from) / Math.max(1, width)) * gap;
  const step = steps.find((seconds) => seconds >= least) ?? 7200;
  const first = Math.ceil(from / step) * step;
  const ticks: number[] = [];
  for (let tick = first; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** For each pixel the loudest peak that falls on it, 0 to 100. */
export function columnsOf(peaks: readonly number[], perSecond: number, view: View, width: number): Uint8Array {
  const columns = new Uint8Array(Math.max(0, Math.floor(width)));
  const perPixel = ((view.to - view.from) / Math.max(1, width)) * perSecond;
  for (let x = 0; x < columns.length; x += 1) {
    const first = Math.floor(view.from * perSecond + x * perPixel);
    const last = Math.max(first + 1, Math.floor(view.from * perSecond + (x + 1) * perPixel));
    let loudest = 0;
    for (let index = first; index < last; index += 1) loudest = Math.max(loudest, peaks[index] ?? 0);
    columns[x] = loudest;
  }
  return columns;
}

interface Asked {
  readonly start: number;
  readonly end: number;
  readonly waitTimeSeconds: number | null;
}

/** Where a question's wait ends; where its span does, if nobody knows the wait. */
export const waitEnd = ({ end, waitTimeSeconds }: Asked) => end + (waitTimeSeconds ?? 0);

/** The index of the question at or nearest to `x`, -1 when none is within `reach` pixels. Its wait belongs to it. */
export function questionAt(questions: readonly Asked[], x: number, view: View, width: number, reach = 8): number {
  let best = -1;
  let least = reach;
  for (const [index, question] of questions.entries()) {
    const left = xOf(question.start, view, width);
    if (left > x + reach) break;
    const right = xOf(waitEnd(question), view, width);
    const distance = x < left ? left - x : Math.max(0, x - right);
    // Where two overlap, the later one lies on top.
    if (distance < least || (distance === least && distance < reach)) {
      best = index;
      least = distance;
    }
  }
  return best;
}
