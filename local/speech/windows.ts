import type { Span } from './speechSpans.ts';

/**
 * A piece of the sound inside a window: `start`..`end` in the file, laid at `offset` in the window. All in seconds.
 * `speech` are the spans of speech in it, in the file's time.
 */
export interface Piece extends Span {
  readonly offset: number;
  readonly speech: readonly Span[];
}

/** What Whisper hears in one go: pieces of the file laid end to end, long pauses between them left out. */
export interface Window {
  readonly pieces: readonly Piece[];
  readonly durationSeconds: number;
}

export interface WindowRules {
  /** No window is longer; Whisper hears 30 s and needs some silence at the end. */
  readonly maxSeconds: number;
  /** Sound kept before and after speech: soft consonants lie there, and Whisper hears a pause by it. */
  readonly padSeconds: number;
  /** A window that is at least this long ends at the next pause of `goodPauseSeconds`, not in the middle of a sentence. */
  readonly enoughSeconds: number;
  readonly goodPauseSeconds: number;
}

export const defaultWindowRules: WindowRules = {
  maxSeconds: 28,
  padSeconds: 0.3,
  enoughSeconds: 24,
  goodPauseSeconds: 0.6,
};

/** Cuts spans longer than a window may be into equal parts: somebody reads on without a breath, or noise is heard as speech. */
function cutLongSpans(spans: readonly Span[], maxSeconds: number): Span[] {
  return spans.flatMap((span) => {
    const count = Math.ceil((span.end - span.start) / maxSeconds);
    const step = (span.end - span.start) / count;
    return Array.from({ length: count }, (_, index) => ({
      start: span.start + index * step,
      end: index === count - 1 ? span.end : span.start + (index + 1) * step,
    }));
  });
}

/**
 * The sound to keep around each span: padded, but never further than the middle of the pause,
 * so that no sound is heard twice. Spans whose pads meet become one piece.
 */
function padSpans(spans: readonly Span[], durationSeconds: number, padSeconds: number) {
  const pieces: { start: number; end: number; speech: Span[] }[] = [];
  spans.forEach((span, index) => {
    const before = spans[index - 1];
    const after = spans[index + 1];
    const start = Math.max(before === undefined ? 0 : (before.end + span.start) / 2, span.start - padSeconds);
    const end = Math.min(after === undefined ? durationSeconds : (span.end + after.start) / 2, span.end + padSeconds);
    pieces.push({ start, end, speech: [span] });
  });
  return pieces;
}

/**
 * Lays speech into windows of at most `maxSeconds`, cutting only at pauses.
 * Each window costs Whisper the same whatever its length, so they are filled; and as pauses longer than two pads are
 * left out, an hour with ten minutes of speech costs ten minutes.
 */
export function cutWindows(
  spans: readonly Span[],
  durationSeconds: number,
  rules: WindowRules = defaultWindowRules,
): Window[] {
  const windows: Window[] = [];
  const padded = padSpans(
    cutLongSpans(spans, rules.maxSeconds - 2 * rules.padSeconds),
    durationSeconds,
    rules.padSeconds,
  );
  let pieces: Piece[] = [];
  let filled = 0;
  const close = () => {
    if (pieces.length > 0) windows.push({ pieces, durationSeconds: filled });
    pieces = [];
    filled = 0;
  };
  for (const piece of padded) {
    const length = piece.end - piece.start;
    const last = pieces.at(-1);
    const pause =
      last === undefined ? 0 : (piece.speech[0]?.start ?? piece.start) - (last.speech.at(-1)?.end ?? last.end);
    if (filled + length > rules.maxSeconds || (filled >= rules.enoughSeconds && pause >= rules.goodPauseSeconds))
      close();
    const previous = pieces.at(-1);
    if (previous !== undefined && previous.end >= piece.start) {
      pieces[pieces.length - 1] = { ...previous, end: piece.end, speech: [...previous.speech, ...piece.speech] };
    } else {
      pieces.push({ ...piece, offset: filled });
    }
    filled += length;
  }
  close();
  return windows;
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
