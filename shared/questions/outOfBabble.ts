import type { Span, Transcript } from '../lessons/transcript.ts';
import type { HeardSpeech } from '../speakers/turns.ts';
import { babbleReader, sayingSeconds } from './babble.ts';
import { mergeSpans } from './spans.ts';
import { timedWords } from './words.ts';

/**
 * What was heard of a lesson's voices, but where voices babble all the time, only what lies in sayings that were
 * understood: whoever babbles at other tables takes no turn in the lesson.
 */
export function outOfBabble<Heard extends HeardSpeech>(
  heard: Heard,
  speech: Pick<Transcript, 'segments' | 'voice'>,
): Heard {
  const words = timedWords(speech);
  const end = Math.max(
    0,
    ...heard.speech.slice(-1).map((span) => span.end),
    ...words.slice(-1).map((word) => word.end),
  );
  const isBabble = babbleReader(words, speech.voice, end);
  const sayings = mergeSpans(words, sayingSeconds);
  const clear = ({ start, end: last }: Span) => !isBabble((start + last) / 2);
  return {
    ...heard,
    speech: heard.speech.flatMap((span) => (clear(span) ? [span] : within(span, sayings))),
    overlaps: heard.overlaps.filter(clear),
  };
}

/** The parts of a span that lie in some others, which are in order. */
const within = (span: Span, others: readonly Span[]): Span[] =>
  others.flatMap((other) => {
    const [start, end] = [Math.max(span.start, other.start), Math.min(span.end, other.end)];
    return end > start ? [{ start, end }] : [];
  });
