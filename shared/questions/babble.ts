import type { Span } from '../lessons/transcript.ts';
import { mergeSpans } from './spans.ts';

/** Where voices fill more than this of the time without words around a moment, they are the room's. */
const babbleShare = 0.6;
const aroundSeconds = 20;
/** Words nearer than this are one saying. */
export const sayingSeconds = 0.3;

/**
 * Tells of any moment of a recording whether voices without words are what the room sounds like there: then they tell
 * nothing of those who were understood.
 * @param voice where anybody speaks
 */
export function babbleReader(
  words: readonly Span[],
  voice: readonly Span[],
  durationSeconds: number,
): (at: number) => boolean {
  const saidUntil = secondsUntil(mergeSpans(words, sayingSeconds));
  const heardUntil = secondsUntil(mergeSpans([...voice, ...words]));
  return (at) => {
    const [from, to] = [Math.max(0, at - aroundSeconds), Math.min(durationSeconds, at + aroundSeconds)];
    const said = saidUntil(to) - saidUntil(from);
    const wordless = to - from - said;
    return wordless > 0 && heardUntil(to) - heardUntil(from) - said > babbleShare * wordless;
  };
}

/** How much of merged spans lies before a moment. */
function secondsUntil(spans: readonly Span[]): (at: number) => number {
  const before = [0];
  for (const { start, end } of spans) before.push((before.at(-1) ?? 0) + end - start);
  return (at) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.start ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    // Spans before `low` have begun; the last of them may go on.
    return (before[low] ?? 0) - Math.max(0, (spans[low - 1]?.end ?? 0) - Math.max(at, 0));
  };
}
