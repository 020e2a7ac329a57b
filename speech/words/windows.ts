import type { Span } from '../voices/speechSpans.ts';

/**
 * A piece of the sound inside a window: `start`..`end` in the file, laid at `offset` in the window. All in seconds.
 * `speech` are the spans of speech in it, in the file's time.
 */
export interface Piece extends Span {
  readonly offset: number;
  readonly speech: readonly Span[];
}

/** Speech with the sound to keep around it. */
export interface PaddedSpan extends Span {
  readonly speech: Span;
}

/** What Whisper hears in one go: pieces of the file laid end to end, long pauses between them left out. */
export interface Window {
  readonly spans: readonly PaddedSpan[];
  readonly pieces: readonly Piece[];
  readonly durationSeconds: number;
}

export interface WindowRules {
  /** No window is longer; Whisper hears 30 s and needs some silence at the end. */
  readonly maxSeconds: number;
  /** Sound kept before and after speech: soft consonants lie there, and Whisper hears a pause by it. */
  readonly padSeconds: number;
  /** A window ends at the longest pause among its last so many seconds: rather between sentences than within one. */
  readonly lookBackSeconds: number;
}

export const defaultWindowRules: WindowRules = { maxSeconds: 28, padSeconds: 0.3, lookBackSeconds: 8 };

/** Finds the quietest moment between two times, in seconds. */
export type FindQuiet = (from: number, to: number) => number;

/** How far before the latest possible place a span that is too long may be cut. */
const cutSearchSeconds = 4;

/** Cuts spans longer than a window at quiet moments: somebody reads on without a breath, or noise is heard as speech. */
function cutLongSpans(spans: readonly Span[], maxSeconds: number, findQuiet: FindQuiet): Span[] {
  return spans.flatMap((span) => {
    const parts: Span[] = [];
    let { start } = span;
    while (span.end - start > maxSeconds) {
      const latest = start + maxSeconds;
      const cut = findQuiet(latest - Math.min(cutSearchSeconds, maxSeconds / 2), latest);
      parts.push({ start, end: cut });
      start = cut;
    }
    return [...parts, { start, end: span.end }];
  });
}

/** Pads each span, but never further than the middle of the pause, so that no sound is heard twice. */
function padSpans(spans: readonly Span[], durationSeconds: number, padSeconds: number): PaddedSpan[] {
  return spans.map((speech, index) => {
    const before = spans[index - 1];
    const after = spans[index + 1];
    const earliest = before === undefined ? 0 : (before.end + speech.start) / 2;
    const latest = after === undefined ? durationSeconds : (speech.end + after.start) / 2;
    return {
      start: Math.max(earliest, speech.start - padSeconds),
      end: Math.min(latest, speech.end + padSeconds),
      speech,
    };
  });
}

const length = (spans: readonly Span[]) => spans.reduce((sum, { start, end }) => sum + end - start, 0);

const pauseBefore = (spans: readonly PaddedSpan[], index: number) =>
  (spans[index]?.speech.start ?? 0) - (spans[index - 1]?.speech.end ?? 0);

/** How many of `spans`, which are too long together, go into a window: as many as end at the longest of the last pauses. */
function splitAt(spans: readonly PaddedSpan[], rules: WindowRules): number {
  let best = 1;
  let longest = -1;
  for (let count = 1; count < spans.length; count += 1) {
    const filled = length(spans.slice(0, count));
    if (filled > rules.maxSeconds) break;
    const pause = pauseBefore(spans, count);
    if (filled < rules.maxSeconds - rules.lookBackSeconds || pause >= longest) {
      best = count;
      longest = filled < rules.maxSeconds - rules.lookBackSeconds ? -1 : pause;
    }
  }
  return best;
}

function groupSpans(spans: readonly PaddedSpan[], rules: WindowRules): PaddedSpan[][] {
  const groups: PaddedSpan[][] = [];
  let open: PaddedSpan[] = [];
  for (const span of spans) {
    open.push(span);
    while (open.length > 1 && length(open) > rules.maxSeconds) {
      const count = splitAt(open, rules);
      groups.push(open.slice(0, count));
      open = open.slice(count);
    }
  }
  return open.length > 0 ? [...groups, open] : groups;
}

/** Lays spans end to end; those whose pads meet become one piece. */
export function layOut(spans: readonly PaddedSpan[]): Window {
  const pieces: Piece[] = [];
  let filled = 0;
  for (const { start, end, speech } of spans) {
    const last = pieces.at(-1);
    if (last !== undefined && last.end >= start) {
      pieces[pieces.length - 1] = { ...last, end, speech: [...last.speech, speech] };
    } else {
      pieces.push({ start, end, offset: filled, speech: [speech] });
    }
    filled += end - start;
  }
  return { spans, pieces, durationSeconds: filled };
}

/**
 * Lays speech into windows of at most `maxSeconds`, cutting only at pauses.
 * Each window costs Whisper the same whatever its length, so they are filled; and as pauses longer than two pads are
 * left out, an hour with ten minutes of speech costs ten minutes.
 */
export function cutWindows(
  spans: readonly Span[],
  durationSeconds: number,
  findQuiet: FindQuiet,
  rules: WindowRules = defaultWindowRules,
): Window[] {
  const short = cutLongSpans(spans, rules.maxSeconds - 2 * rules.padSeconds, findQuiet);
  return groupSpans(padSpans(short, durationSeconds, rules.padSeconds), rules).map(layOut);
}

/** The window in two, cut at its longest pause; nothing when it is one stretch of speech. */
export function splitWindow({ spans }: Window): [Window, Window] | undefined {
  let at = 0;
  let longest = Number.NEGATIVE_INFINITY;
  for (let index = 1; index < spans.length; index += 1) {
    const pause = pauseBefore(spans, index);
    if (pause > longest) [at, longest] = [index, pause];
  }
  return at === 0 ? undefined : [layOut(spans.slice(0, at)), layOut(spans.slice(at))];
}

/** The window's samples, cut from the file's and laid end to end. */
export function windowSamples(samples: Float32Array, window: Window, rate: number): Float32Array {
  const parts = window.pieces.map(({ start, end }) =>
    samples.subarray(Math.round(start * rate), Math.round(end * rate)),
  );
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
