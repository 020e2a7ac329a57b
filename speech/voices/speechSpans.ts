/** A stretch of time in seconds from the sound's start; `end > start`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SpanRules {
  /** Seconds that one probability stands for. */
  readonly frameSeconds: number;
  /** The sound's length; no span reaches past it. */
  readonly durationSeconds: number;
  /** Speech begins at or above this probability and ends below `threshold - hysteresis`. */
  readonly threshold: number;
  readonly hysteresis: number;
  /** A shorter dip is part of the speech around it: stop consonants and breaths. */
  readonly minSilenceSeconds: number;
  /** A shorter burst is a click or a cough, not speech. */
  readonly minSpeechSeconds: number;
  /** The detector lets go of a voice this much after it has ended; taken off every end. */
  readonly releaseSeconds: number;
}

/** Silero's own defaults for threshold and hysteresis; the lengths are short, because pauses are what is measured here. */
export const defaultSpanRules = {
  threshold: 0.5,
  hysteresis: 0.15,
  minSilenceSeconds: 0.13,
  minSpeechSeconds: 0.1,
  // measured: the median on voices whose ends are known to the millisecond
  releaseSeconds: 0.055,
} as const satisfies Partial<SpanRules>;

/**
 * Turns one speech probability per frame into stretches of speech, in order and not overlapping.
 * Nothing is padded: a span's edges are where the speech is believed to begin and end.
 */
export function findSpeechSpans(probabilities: ArrayLike<number>, rules: SpanRules): Span[] {
  const raw: { start: number; end: number }[] = [];
  let startFrame = -1;
  for (let frame = 0; frame <= probabilities.length; frame += 1) {
    const probability = probabilities[frame] ?? 0;
    if (startFrame < 0) {
      if (probability >= rules.threshold) startFrame = frame;
    } else if (probability < rules.threshold - rules.hysteresis) {
      raw.push({ start: startFrame * rules.frameSeconds, end: frame * rules.frameSeconds });
      startFrame = -1;
    }
  }
  const joined: { start: number; end: number }[] = [];
  for (const span of raw) {
    const last = joined.at(-1);
    if (last !== undefined && span.start - last.end < rules.minSilenceSeconds) last.end = span.end;
    else joined.push({ ...span });
  }
  return joined
    .map(({ start, end }) => ({
      start,
      // a voice that goes on to the last frame has not ended
      end: end >= rules.durationSeconds ? rules.durationSeconds : end - rules.releaseSeconds,
    }))
    .filter(({ start, end }) => end - start >= rules.minSpeechSeconds);
}
