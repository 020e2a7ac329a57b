import type { Span } from '../lessons/transcript.ts';
import type { Voice, VoiceWindow } from './findVoices.ts';
import { dot } from './vectors.ts';

/** Whose a stretch of time is: the place of a voice, and by how much it is more alike than the next; null: nobody's. */
export interface Whose {
  readonly voice: number;
  readonly margin: number;
  /** The voice that is most like it after that; null where there is one voice alone. */
  readonly next: number | null;
}

/** Tells whose any stretch of a lesson is. */
export interface Attribution {
  /** @param span in video time; null where no window is near */
  whose(span: Span): Whose | null;
}

/** Of a window its middle is surer than its ends. */
const edgeWeight = 0.2;

/** A window, and how alike it is to each voice of the lesson: cosines, from which no voice can be known again. */
export interface LikeWindow extends Span {
  readonly alike: readonly number[];
}

/** Compares windows with voices. */
export function likeWindows(windows: readonly VoiceWindow[], voices: readonly Voice[]): LikeWindow[] {
  return windows.map(({ start, end, vector }) => ({
    start,
    end,
    alike: voices.map(({ centre }) => dot(vector, centre)),
  }));
}

/** @param windows in order of their beginnings */
export function attribution(windows: readonly LikeWindow[]): Attribution {
  const voices = windows[0]?.alike ?? [];
  const longest = windows.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  return {
    whose(span) {
      const sums = voices.map(() => 0);
      let weights = 0;
      for (let at = firstFrom(windows, span.start - longest); at < windows.length; at += 1) {
        const window = windows[at];
        if (window === undefined || window.start >= span.end) break;
        const weight = sharedWeight(window, span);
        if (weight <= 0) continue;
        weights += weight;
        for (const [voice, alike] of window.alike.entries()) sums[voice] = (sums[voice] ?? 0) + weight * alike;
      }
      if (weights === 0) return null;
      const order = sums.map((sum, voice) => ({ voice, alike: sum / weights })).sort((a, b) => b.alike - a.alike);
      const [best, next] = order;
      if (best === undefined) return null;
      return {
        voice: best.voice,
        margin: next === undefined ? 1 : best.alike - next.alike,
        next: next?.voice ?? null,
      };
    },
  };
}

/** The first window that begins at or after a moment. */
function firstFrom(windows: readonly Span[], moment: number): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.start ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Seconds that a window shares with a span, those near the window's middle counted more. */
function sharedWeight(window: Span, span: Span): number {
  const start = Math.max(window.start, span.start);
  const end = Math.min(window.end, span.end);
  if (end <= start) return 0;
  const half = (window.end - window.start) / 2;
  const fromMiddle = Math.abs((start + end) / 2 - (window.start + half)) / half;
  return (end - start) * (1 - (1 - edgeWeight) * fromMiddle);
}
