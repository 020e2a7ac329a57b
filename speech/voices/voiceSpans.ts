import { firstFrameSeconds, segmentationFrameSeconds } from './segmentation.ts';
import { findSpeechSpans, type Span } from './speechSpans.ts';

/**
 * The network is sure of a voice some 40 ms before it begins and after it has ended, more in noise. Borders are
 * therefore taken high: measured on voices whose times are known to the millisecond, they are off by 0.02 s (median)
 * in a quiet room and 0.05 s in noise 10 dB below the educator; with 0.5 and 0.4 by 0.04 s and 0.15 s.
 */
const sure = { threshold: 0.8, hysteresis: 0.1 };
/** A voice of which the network never becomes sure, far away or in loud noise, is a voice nevertheless. */
const unsure = { threshold: 0.5, hysteresis: 0.05 };

// A shorter dip is a consonant, a shorter burst a click.
const lengths = { minSilenceSeconds: 0.05, minSpeechSeconds: 0.1, releaseSeconds: 0 };

/** Where the border before a frame lies, against the beginning of a step: a frame is centred on its sound. */
const lagSeconds = firstFrameSeconds - segmentationFrameSeconds / 2;

/** Stretches of voice, in order and not overlapping, from the segmentation's probabilities. Seconds of the sound. */
export function voiceSpans(probabilities: ArrayLike<number>, durationSeconds: number): Span[] {
  const rules = { ...lengths, frameSeconds: segmentationFrameSeconds, durationSeconds };
  const strong = findSpeechSpans(probabilities, { ...rules, ...sure });
  const weak = findSpeechSpans(probabilities, { ...rules, ...unsure }).filter(
    (span) => !strong.some(({ start, end }) => start < span.end && end > span.start),
  );
  return [...strong, ...weak]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => ({
      start: start === 0 ? 0 : start + lagSeconds,
      end: Math.min(end + lagSeconds, durationSeconds),
    }));
}

/** Two voices at once are less sure than one; a shorter stretch is the edge of a change. */
const atOnce = { threshold: 0.5, hysteresis: 0.1, ...lengths };

/** Stretches in which two voices speak at once, in order, from the segmentation's probabilities. Seconds of the sound. */
export function overlapSpans(probabilities: ArrayLike<number>, durationSeconds: number): Span[] {
  const rules = { ...atOnce, frameSeconds: segmentationFrameSeconds, durationSeconds };
  return findSpeechSpans(probabilities, rules).map(({ start, end }) => ({
    start: start + lagSeconds,
    end: Math.min(end + lagSeconds, durationSeconds),
  }));
}

/** So many of the windows that hear a moment must hear the change. */
const agreed = 0.5;

/** Moments at which one voice follows another, in seconds of the sound and in order. */
export function speakerChanges(shares: ArrayLike<number>, durationSeconds: number): number[] {
  const changes: number[] = [];
  let first = -1;
  for (let frame = 0; frame <= shares.length; frame += 1) {
    if ((shares[frame] ?? 0) >= agreed) {
      if (first < 0) first = frame;
    } else if (first >= 0) {
      const middle = ((first + frame - 1) / 2) * segmentationFrameSeconds + firstFrameSeconds;
      if (middle < durationSeconds) changes.push(middle);
      first = -1;
    }
  }
  return changes;
}
