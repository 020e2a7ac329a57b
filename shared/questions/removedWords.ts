import { removedText } from '../lessons/removal.ts';
import type { Segment, Span, Transcript, Word } from '../lessons/transcript.ts';
import { turnsWithout } from '../speakers/correctedSpeakers.ts';
import { mergeSpans, sharedSeconds } from './spans.ts';

/** What is taken out goes by its time: what shares this much of its own with it goes, too, whoever says it. */
const mostShared = 0.5;

/** Whether a stretch of time lies mostly within others. @param spoken merged */
export function isWithinSpans({ start, end }: Span, spoken: readonly Span[]): boolean {
  if (end > start) return sharedSeconds([{ start, end }], spoken) >= mostShared * (end - start);
  return spoken.some((span) => span.start <= start && start < span.end);
}

/** Whether a line stands in place of words that were taken out. */
export const isRemoved = ({ text, heard }: Pick<Segment, 'text' | 'heard'>): boolean =>
  text === removedText && heard === 'not-understood';

/** The line that stands in place of what was taken out. It is nobody's any more. */
export const removedLine = ({ start, end }: Span): Segment => ({
  start,
  end,
  text: removedText,
  heard: 'not-understood',
});

/**
 * A piece of the transcript without the words that are to go: as it is where none is, else what is left of it around
 * lines that say so.
 */
export function withoutWords(segment: Segment, goes: (word: Word) => boolean, all: boolean): Segment[] {
  if (isRemoved(segment)) return [segment];
  const { words = [], text: _, ...rest } = segment;
  if (all || words.length === 0) return all ? [removedLine(segment)] : [segment];
  const gone = words.map(goes);
  if (!gone.includes(true)) return [segment];
  if (!gone.includes(false)) return [removedLine(segment)];
  const pieces: Segment[] = [];
  for (let from = 0; from < words.length; ) {
    let to = from + 1;
    while (to < words.length && gone[to] === gone[from]) to += 1;
    const own = words.slice(from, to);
    const start = from === 0 ? segment.start : (own[0]?.start ?? segment.start);
    const end =
      to === words.length ? segment.end : Math.min(own.at(-1)?.end ?? segment.end, words[to]?.start ?? segment.end);
    const span = { start, end: Math.max(start, end) };
    pieces.push(
      gone[from] === true
        ? removedLine(span)
        : { ...rest, ...span, text: own.map(({ text }) => text).join(' '), words: own },
    );
    from = to;
  }
  return pieces;
}

/**
 * What another analysis heard of a recording with silent stretches: no word and no turn lies in them, lines say what was
 * removed, and that somebody speaks there is known as before, so that nobody waits longer for it.
 */
export function withRemoved<T extends Pick<Transcript, 'segments' | 'voice' | 'speakers'>>(
  transcript: T,
  { spoken, lines }: { readonly spoken: readonly Span[]; readonly lines: readonly Span[] },
): T {
  if (spoken.length === 0) return transcript;
  const within = mergeSpans(spoken);
  const heard = transcript.segments.flatMap((segment) =>
    withoutWords(segment, (word) => isWithinSpans(word, within), isWithinSpans(segment, within)),
  );
  // Of what was heard there again, the lines of before tell.
  const kept = heard.filter((segment) => !isRemoved(segment));
  const segments = [...kept, ...lines.flatMap((line) => beside(line, kept)).map(removedLine)];
  const { speakers } = transcript;
  return {
    ...transcript,
    segments: segments.toSorted((a, b) => a.start - b.start),
    voice: mergeSpans([...transcript.voice, ...within]),
    ...(speakers === undefined ? {} : { speakers: { ...speakers, turns: turnsWithout(speakers.turns, within) } }),
  };
}

/** A line where no other is, since lines do not overlap; none where nothing of it is left. */
function beside(line: Span, others: readonly Span[]): Span[] {
  let { start, end } = line;
  for (const other of others) {
    if (other.end <= start || other.start >= end) continue;
    if (other.start <= start) start = Math.min(end, other.end);
    else end = other.start;
  }
  return end > start ? [{ start, end }] : [];
}
